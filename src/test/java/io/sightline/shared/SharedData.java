package io.sightline.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Scans that lie outside the repository: {@code -Dsightline.shared}, {@code $SIGHTLINE_SHARED}, or
 * {@code ../shared} beside it. Tests that need them are skipped, with the reason, where they are
 * not.
 */
public final class SharedData {
  private SharedData() {}

  /** A file or folder below {@code data}; skips the test when it is absent. */
  public static Path require(String name) {
    Path path = root().resolve("data").resolve(name);
    Assumptions.assumeTrue(Files.exists(path), () -> "needs shared data '" + name + "'");
    return path;
  }

  /** All regular files below a folder, sorted by path. */
  public static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path root() {
    String named = System.getProperty("sightline.shared", System.getenv("SIGHTLINE_SHARED"));
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("sightline.home", ".")).resolve("../shared").normalize();
  }
}
