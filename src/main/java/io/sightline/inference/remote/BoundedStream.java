package io.sightline.inference.remote;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/** Part of an answer that may have so many bytes and no more. One thread. */
class BoundedStream extends FilterInputStream {
  private static final int CHUNK = 1 << 16;

  private final boolean more;
  private long left;

  private BoundedStream(InputStream in, long most, boolean more) {
    super(in);
    this.left = most;
    this.more = more;
  }

  /** Everything that comes; it is a failure when that is more. */
  static BoundedStream all(InputStream in, long most) {
    return new BoundedStream(in, most, true);
  }

  /** The first so many bytes of this; what follows is left to be read. Closing it does nothing. */
  InputStream part(long bytes) {
    return new BoundedStream(this, bytes, false) {
      @Override
      public void close() {}
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0 && more && in.read() >= 0) {
      throw OipFailure.failed("its answer is longer than it may be");
    }
    if (left == 0 || length == 0) {
      return left == 0 ? -1 : 0;
    }
    int read = in.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    throw new IOException("not skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads so many bytes and drops them. */
  void drop(long bytes) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long at = 0; at < bytes; ) {
      int read = read(chunk, 0, (int) Math.min(chunk.length, bytes - at));
      if (read < 0) {
        throw new EOFException();
      }
      at += read;
    }
  }

  /**
   * Fills the memory.
   *
   * @throws EOFException when the answer ends before
   */
  void fill(MemorySegment bytes) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes.byteSize())];
    for (long at = 0; at < bytes.byteSize(); ) {
      int read = read(chunk, 0, (int) Math.min(chunk.length, bytes.byteSize() - at));
      if (read < 0) {
        throw new EOFException();
      }
      MemorySegment.copy(chunk, 0, bytes, Elements.BYTE, at, read);
      at += read;
    }
  }
}
