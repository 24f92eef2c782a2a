package io.sightline.inference.remote;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Elements of a tensor as the protocol's raw form has them: little-endian, row major. */
final class Elements {
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private Elements() {}

  static float getFloat(MemorySegment bytes, Datatype type, long index) {
    return type == Datatype.FP16
        ? Float.float16ToFloat(bytes.getAtIndex(SHORT, index))
        : bytes.getAtIndex(FLOAT, index);
  }

  static void putFloat(MemorySegment bytes, Datatype type, long index, float value) {
    if (type == Datatype.FP16) {
      bytes.setAtIndex(SHORT, index, Float.floatToFloat16(value));
    } else {
      bytes.setAtIndex(FLOAT, index, value);
    }
  }

  static long getLong(MemorySegment bytes, Datatype type, long index) {
    return switch (type) {
      case INT64 -> bytes.getAtIndex(LONG, index);
      case INT32 -> bytes.getAtIndex(INT, index);
      default -> bytes.get(BYTE, index) & 0xff;
    };
  }

  /**
   * @throws ArithmeticException when an INT32 does not hold the value
   */
  static void putLong(MemorySegment bytes, Datatype type, long index, long value) {
    switch (type) {
      case INT64 -> bytes.setAtIndex(LONG, index, value);
      case INT32 -> bytes.setAtIndex(INT, index, Math.toIntExact(value));
      case BOOL -> bytes.set(BYTE, index, (byte) (value != 0 ? 1 : 0));
      default -> bytes.set(BYTE, index, (byte) value);
    }
  }

  /** Whether an element is not a number: such masks would look like "nothing found". */
  static boolean holdsNan(MemorySegment bytes, Datatype type) {
    if (!type.type().isFloat()) {
      return false;
    }
    long n = bytes.byteSize() / type.width();
    for (long i = 0; i < n; i++) {
      if (Float.isNaN(getFloat(bytes, type, i))) {
        return true;
      }
    }
    return false;
  }
}
