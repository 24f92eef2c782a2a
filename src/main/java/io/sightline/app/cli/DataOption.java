package io.sightline.app.cli;

import io.sightline.store.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data DIR}, and what holds without it. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where studies and reports are kept (default: $SIGHTLINE_DATA or"
              + " ~/.local/share/sightline).")
  @Nullable Path data;

  DataFolder folder() {
    return new DataFolder(data != null ? data : configured()).create();
  }

  private static Path configured() {
    String variable = System.getenv("SIGHTLINE_DATA");
    return variable != null && !variable.isBlank()
        ? Path.of(variable)
        : Path.of(System.getProperty("user.home"), ".local", "share", "sightline");
  }
}
