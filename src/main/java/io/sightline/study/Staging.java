package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one request while it lasts: whatever the store has not taken over is deleted on
 * close. For one thread.
 */
final class Staging implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  Staging(DataFolder folder) {
    this.folder = folder.staging();
  }

  /**
   * Writes a stream to a new file.
   *
   * @throws ProblemException {@code too_large} as soon as there is a byte more than {@code limit}
   */
  Path copy(InputStream in, long limit) throws IOException {
    Path file = Files.createTempFile(folder, "upload", null);
    files.add(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
        if (total > limit) {
          throw new ProblemException(
              ErrorCode.TOO_LARGE, "The file is larger than %,d bytes.".formatted(limit));
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }

  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
