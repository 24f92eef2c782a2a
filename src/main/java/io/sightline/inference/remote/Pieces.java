package io.sightline.inference.remote;

import io.grpc.KnownLength;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Memory of several places as one stream of known length: a call's body, read without being copied
 * together. One thread.
 */
final class Pieces extends InputStream implements KnownLength {
  private final List<MemorySegment> pieces;
  private int piece;
  private long at;
  private long left;

  Pieces(List<MemorySegment> pieces) {
    this.pieces = List.copyOf(pieces);
    this.left = length(pieces);
  }

  static long length(List<MemorySegment> pieces) {
    return pieces.stream().mapToLong(MemorySegment::byteSize).sum();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    while (at == pieces.get(piece).byteSize()) {
      piece++;
      at = 0;
    }
    int n = (int) Math.min(length, pieces.get(piece).byteSize() - at);
    MemorySegment.copy(pieces.get(piece), Elements.BYTE, at, into, offset, n);
    at += n;
    left -= n;
    return n;
  }

  /** All that is left, as {@link KnownLength} has it. */
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, left);
  }
}
