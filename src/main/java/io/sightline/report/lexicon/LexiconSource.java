package io.sightline.report.lexicon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the text of a lexicon file comes from. */
@FunctionalInterface
public interface LexiconSource {

  /** The whole file, UTF-8. */
  String read(String file) throws IOException;

  /** The folder when it exists, the packaged copy otherwise. */
  static LexiconSource folderOrPackaged(Path folder) {
    return Files.isDirectory(folder) ? file -> Files.readString(folder.resolve(file)) : packaged();
  }

  /** The copy inside the server's own archive. */
  static LexiconSource packaged() {
    return file -> {
      try (InputStream in = LexiconSource.class.getResourceAsStream("/grounding/" + file)) {
        if (in == null) {
          throw new UncheckedIOException(new IOException(file + " is not packaged"));
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    };
  }
}
