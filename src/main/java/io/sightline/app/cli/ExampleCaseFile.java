package io.sightline.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The example cases that the repository ships. */
final class ExampleCaseFile {
  private ExampleCaseFile() {}

  /**
   * @throws CliException when they are not there
   */
  static Path shipped() {
    Path file =
        Path.of(
            System.getProperty("sightline.home", "."), "examples", "cases", "brain-mr.jsonl.gz");
    if (!Files.isRegularFile(file)) {
      throw new CliException(
          "There are no example cases at "
              + file
              + ". The training kit makes them: python -m sightline_kit export-cases "
              + file);
    }
    return file;
  }
}
