package io.sightline.inference;

/**
 * A native tensor. It belongs to whoever received it and must be closed exactly once; after that
 * every call fails. A result may be fed to the next {@link InferenceSession#run} as it is, without
 * a copy through Java arrays. Not thread-safe.
 */
public interface Tensor extends AutoCloseable {

  long[] shape();

  TensorType type();

  /** Copies the elements out as floats (float16 is widened), row major. */
  float[] toFloats();

  /**
   * Copies a run of elements out as floats, so that the last row of large logits does not bring the
   * others along.
   *
   * @param from offset of the first, row major
   */
  float[] toFloats(long from, int count);

  /** Copies the elements out as longs; for integer and boolean types. */
  long[] toLongs();

  @Override
  void close();
}
