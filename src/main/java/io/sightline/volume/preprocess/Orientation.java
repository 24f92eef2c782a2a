package io.sightline.volume.preprocess;

import io.sightline.volume.VolumeGeometry;

/**
 * Where the array's axes grow to in the patient, as three letters such as {@code LPS} (ITK's and
 * DICOM's habit of naming the end, not the start).
 *
 * @param axis patient axis (0 = L/R, 1 = P/A, 2 = S/I) of array axis x, y, z
 * @param sign +1 when it grows to L, P, S; -1 to R, A, I
 */
@SuppressWarnings("ArrayRecordComponent")
public record Orientation(int[] axis, int[] sign) {
  private static final String POSITIVE = "LPS";
  private static final String NEGATIVE = "RAI";

  /**
   * @throws IllegalArgumentException when the code does not name each patient axis once
   */
  public static Orientation of(String code) {
    int[] axis = new int[3];
    int[] sign = new int[3];
    int seen = 0;
    for (int c = 0; c < 3 && code.length() == 3; c++) {
      char letter = code.charAt(c);
      sign[c] = POSITIVE.indexOf(letter) >= 0 ? 1 : -1;
      axis[c] = sign[c] > 0 ? POSITIVE.indexOf(letter) : NEGATIVE.indexOf(letter);
      seen |= axis[c] < 0 ? 0 : 1 << axis[c];
    }
    if (seen != 7) {
      throw new IllegalArgumentException("orientation needs three letters such as LPS");
    }
    return new Orientation(axis, sign);
  }

  /** The code nearest to a grid's direction; oblique grids take the closest patient axes. */
  public static Orientation of(VolumeGeometry geometry) {
    double[] d = geometry.direction();
    int[] axis = new int[3];
    double best = -1;
    for (int[] p : PERMUTATIONS) {
      double fit = Math.abs(d[3 * p[0]]) + Math.abs(d[3 * p[1] + 1]) + Math.abs(d[3 * p[2] + 2]);
      if (fit > best + 1e-9) {
        best = fit;
        axis = p.clone();
      }
    }
    int[] sign = new int[3];
    for (int c = 0; c < 3; c++) {
      sign[c] = d[3 * axis[c] + c] < 0 ? -1 : 1;
    }
    return new Orientation(axis, sign);
  }

  private static final int[][] PERMUTATIONS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  /** The three letters. */
  public String code() {
    StringBuilder text = new StringBuilder(3);
    for (int c = 0; c < 3; c++) {
      text.append((sign[c] > 0 ? POSITIVE : NEGATIVE).charAt(axis[c]));
    }
    return text.toString();
  }
}
