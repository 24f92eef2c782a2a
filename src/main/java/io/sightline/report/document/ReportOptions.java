package io.sightline.report.document;

/**
 * What the client asked for.
 *
 * @param seed of the sampler; 0 with greedy drafting
 */
public record ReportOptions(String specialists, boolean retrieval, long seed) {
  public static final ReportOptions DEFAULT = new ReportOptions("auto", false, 0);
}
