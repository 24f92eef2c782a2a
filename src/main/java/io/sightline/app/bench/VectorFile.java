package io.sightline.app.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Vectors in a file, little-endian float32, one after the other, mapped into memory: a million of
 * them need no heap. Readable by any thread until it is closed.
 */
final class VectorFile implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final int count;
  private final int dimension;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment mapped;

  private VectorFile(Path path, int count, int dimension) throws IOException {
    this.path = path;
    this.count = count;
    this.dimension = dimension;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * @param written told how many there are
   */
  static VectorFile write(
      Path path, int count, int dimension, Supplier<float[]> vectors, IntConsumer written)
      throws IOException {
    ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
      for (int n = 0; n < count; n++) {
        row.clear().asFloatBuffer().put(vectors.get());
        out.write(row.array());
        written.accept(n + 1);
      }
    }
    return new VectorFile(path, count, dimension);
  }

  Path path() {
    return path;
  }

  int count() {
    return count;
  }

  int dimension() {
    return dimension;
  }

  float[] vector(int number) {
    float[] out = new float[dimension];
    read(number, 1, out);
    return out;
  }

  /**
   * Copies neighbours, without a gap between them.
   *
   * @param into has room for them
   */
  void read(int first, int vectors, float[] into) {
    long from = (long) first * dimension * Float.BYTES;
    MemorySegment.copy(mapped, FLOAT, from, into, 0, vectors * dimension);
  }

  @Override
  public void close() {
    arena.close();
  }
}
