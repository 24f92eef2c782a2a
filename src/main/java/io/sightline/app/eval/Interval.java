package io.sightline.app.eval;

import java.util.Locale;

/**
 * A figure with its confidence interval; NaN where nothing was counted.
 *
 * @param n what was counted: findings, sentences, cases
 */
record Interval(double value, double low, double high, int n) {

  /** {@code 0.812 (0.780-0.843)}, or a dash. */
  String text(int digits) {
    if (Double.isNaN(value)) {
      return "-";
    }
    String f = "%." + digits + "f";
    return String.format(Locale.ROOT, f + " (" + f + " to " + f + ")", value, low, high);
  }
}
