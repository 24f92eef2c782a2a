package io.sightline.volume.preprocess;

/** Percentiles by selection, with linear interpolation between ranks as numpy's default. */
public final class Percentile {
  private Percentile() {}

  /**
   * @param values not empty; reordered
   * @param percent 0..100
   */
  public static double of(float[] values, double percent) {
    double rank = percent / 100 * (values.length - 1);
    int low = (int) Math.floor(rank);
    float a = select(values, low);
    if (rank == low) {
      return a;
    }
    float b = Float.POSITIVE_INFINITY;
    for (int n = low + 1; n < values.length; n++) {
      b = Math.min(b, values[n]);
    }
    return a + (rank - low) * ((double) b - a);
  }

  /**
   * Hoare's selection: afterwards {@code v[k]} is in its sorted place, nothing before it is greater
   * and nothing after it is smaller.
   */
  private static float select(float[] v, int k) {
    int low = 0;
    int high = v.length - 1;
    while (low < high) {
      float pivot = median(v[low], v[(low + high) >>> 1], v[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (v[i] < pivot) {
          i++;
        }
        while (v[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float t = v[i];
          v[i++] = v[j];
          v[j--] = t;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return v[k];
      }
    }
    return v[k];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
