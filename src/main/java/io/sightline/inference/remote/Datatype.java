package io.sightline.inference.remote;

import io.sightline.inference.TensorType;
import java.util.Arrays;
import java.util.Optional;

/** The protocol's words for element types, and their width in its raw form. */
enum Datatype {
  FP32(TensorType.FLOAT32, 4),
  FP16(TensorType.FLOAT16, 2),
  INT64(TensorType.INT64, 8),
  INT32(TensorType.INT32, 4),
  BOOL(TensorType.BOOL, 1),
  UINT8(TensorType.UINT8, 1);

  private final TensorType type;
  private final int width;

  Datatype(TensorType type, int width) {
    this.type = type;
    this.width = width;
  }

  TensorType type() {
    return type;
  }

  /** Bytes of one element. */
  int width() {
    return width;
  }

  static Datatype of(TensorType type) {
    return Arrays.stream(values()).filter(d -> d.type == type).findFirst().orElseThrow();
  }

  /** Empty for types that no graph of ours has, for example {@code BYTES}. */
  static Optional<Datatype> of(String word) {
    return Arrays.stream(values()).filter(d -> d.name().equals(word)).findFirst();
  }
}
