package io.sightline.inference;

/** Element types that graphs of public exporters declare. */
public enum TensorType {
  FLOAT32,
  FLOAT16,
  INT64,
  INT32,
  BOOL,
  UINT8
}
