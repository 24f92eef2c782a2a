package io.sightline.report.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A choice on the way: what ran, what did not, and why.
 *
 * @param decision {@code run} or {@code skip}
 * @param latencyMs how long it took; null when it did not run
 * @param expectedMs how long it was expected to take at most; null when nothing was expected
 * @param trust what the choice was made from, for each finding that a specialist tells
 */
public record RouteStep(
    String bundle,
    String decision,
    String reason,
    @Nullable Long latencyMs,
    @Nullable Long expectedMs,
    List<RouteTrust> trust) {
  public RouteStep {
    trust = trust == null ? List.of() : List.copyOf(trust); // reports stored by earlier versions
  }

  public static RouteStep skip(String bundle, String reason) {
    return planned(bundle, "skip", reason, null, null);
  }

  public static RouteStep run(String bundle, String reason, long latencyMs) {
    return planned(bundle, "run", reason, latencyMs, null);
  }

  /** A choice of the router. */
  public static RouteStep planned(
      String bundle,
      String decision,
      String reason,
      @Nullable Long latencyMs,
      @Nullable Long expectedMs) {
    return new RouteStep(bundle, decision, reason, latencyMs, expectedMs, List.of());
  }

  /** The same with the trust that it was made from. */
  public RouteStep trusting(List<RouteTrust> in) {
    return new RouteStep(bundle, decision, reason, latencyMs, expectedMs, in);
  }
}
