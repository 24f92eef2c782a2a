package io.sightline.inference;

import java.util.Locale;

/** Element types that graphs of public exporters declare. */
public enum TensorType {
  FLOAT32,
  FLOAT16,
  INT64,
  INT32,
  BOOL,
  UINT8;

  /** The word that manifests use, for example {@code float32}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT16;
  }
}
