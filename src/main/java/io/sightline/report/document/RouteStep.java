package io.sightline.report.document;

import org.jspecify.annotations.Nullable;

/**
 * A choice on the way: what ran, what did not, and why.
 *
 * @param decision {@code run} or {@code skip}
 * @param latencyMs how long it took; null when it did not run
 * @param expectedMs how long it was expected to take at most; null when nothing was expected
 */
public record RouteStep(
    String bundle,
    String decision,
    String reason,
    @Nullable Long latencyMs,
    @Nullable Long expectedMs) {
  public static RouteStep skip(String bundle, String reason) {
    return new RouteStep(bundle, "skip", reason, null, null);
  }

  public static RouteStep run(String bundle, String reason, long latencyMs) {
    return new RouteStep(bundle, "run", reason, latencyMs, null);
  }
}
