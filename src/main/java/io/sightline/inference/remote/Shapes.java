package io.sightline.inference.remote;

/** Sizes of tensors that somebody else names. */
final class Shapes {
  /** More axes than any graph has. */
  static final int MOST_AXES = 16;

  private Shapes() {}

  /**
   * @return bytes of a tensor of that shape
   * @throws OipFailure when an axis is negative, or it has more bytes than allowed
   */
  static long bytes(Datatype type, long[] shape, long most) throws OipFailure {
    long bytes = type.width();
    for (long axis : shape) {
      if (axis < 0) {
        throw OipFailure.failed("an axis of its output has " + axis + " elements");
      }
      long high = Math.multiplyHigh(bytes, axis);
      bytes *= axis;
      if (high != 0 || bytes < 0 || bytes > most) {
        throw OipFailure.failed("its output has more than the " + most + " bytes that are allowed");
      }
    }
    return bytes;
  }
}
