package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/** The NIfTI-1 data types that hold one number per voxel. */
enum NiftiType {
  UINT8(2, 1, (b, i) -> b.get(i) & 0xff),
  INT16(4, 2, (b, i) -> b.getShort(i)),
  INT32(8, 4, (b, i) -> b.getInt(i)),
  FLOAT32(16, 4, (b, i) -> b.getFloat(i)),
  FLOAT64(64, 8, (b, i) -> b.getDouble(i)),
  INT8(256, 1, (b, i) -> b.get(i)),
  UINT16(512, 2, (b, i) -> b.getShort(i) & 0xffff),
  UINT32(768, 4, (b, i) -> Integer.toUnsignedLong(b.getInt(i))),
  INT64(1024, 8, (b, i) -> b.getLong(i)),
  UINT64(1280, 8, (b, i) -> unsigned(b.getLong(i)));

  private final int code;
  private final int bytes;
  private final ToDoubleBiFunction<ByteBuffer, Integer> getter;

  NiftiType(int code, int bytes, ToDoubleBiFunction<ByteBuffer, Integer> getter) {
    this.code = code;
    this.bytes = bytes;
    this.getter = getter;
  }

  int code() {
    return code;
  }

  int bytes() {
    return bytes;
  }

  /** The number at a byte offset. */
  double get(ByteBuffer buffer, int offset) {
    return getter.applyAsDouble(buffer, offset);
  }

  static NiftiType of(int code) {
    return Arrays.stream(values())
        .filter(t -> t.code == code)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.UNSUPPORTED_PIXEL_FORMAT,
                    "NIfTI data type %d (colour or complex) holds no single number per voxel."
                        .formatted(code)));
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
  }
}
