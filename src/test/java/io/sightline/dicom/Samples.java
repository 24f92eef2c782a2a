package io.sightline.dicom;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The small scans that lie in the repository; their README names origin and licence. */
public final class Samples {
  private Samples() {}

  public static Path path(String name) {
    URL url = Samples.class.getResource("/samples/" + name);
    if (url == null) {
      throw new AssertionError("no sample " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
