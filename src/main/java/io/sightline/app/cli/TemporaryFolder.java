package io.sightline.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that a command made for itself; goes when it is closed, and when the command is ended.
 */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread ending = new Thread(this::deleteQuietly);

  private TemporaryFolder(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /**
   * @param below folder to make it in; null = where temporary files go
   */
  static TemporaryFolder make(@Nullable Path below, String prefix) throws IOException {
    return new TemporaryFolder(
        below == null
            ? Files.createTempDirectory(prefix)
            : Files.createTempDirectory(below, prefix));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      return; // the command is being ended, and the hook deletes it
    }
    delete(path);
  }

  /** Whoever still writes in it is about to end too. */
  private void deleteQuietly() {
    try {
      delete(path);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Left behind: " + path);
    }
  }

  /** Deletes it with everything in it. */
  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path p : all) {
      Files.deleteIfExists(p);
    }
  }
}
