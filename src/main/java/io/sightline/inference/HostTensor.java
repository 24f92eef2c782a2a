package io.sightline.inference;

/**
 * Floats on the Java heap with a shape: what survives a session. Shared and read-only once built.
 *
 * @param shape row-major, for example [1, C, z, y, x]
 */
@SuppressWarnings("ArrayRecordComponent")
public record HostTensor(long[] shape, float[] data) {
  public HostTensor {
    long n = 1;
    for (long s : shape) {
      n = Math.multiplyExact(n, s);
    }
    if (n != data.length) {
      throw new IllegalArgumentException("data do not fill the shape");
    }
  }
}
