package io.sightline.app.cli;

import io.sightline.security.Api;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code report} against a running server, for tests of other packages. */
public final class DraftingRun {
  private DraftingRun() {}

  /** What it prints. */
  public static String printed(URI server, Path folder, String bundle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new Drafting(new ApiClient(server, Api.TOKEN), new Terminal(out, false)).run(folder, bundle);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
