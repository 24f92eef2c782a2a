package io.sightline.report.document;

/**
 * What the client asked for.
 *
 * @param seed of the sampler; 0 with greedy drafting
 * @param remote the remote generalist drafts, and the bundle reads, grounds and checks
 */
public record ReportOptions(String specialists, boolean retrieval, long seed, boolean remote) {
  public static final ReportOptions DEFAULT = new ReportOptions("auto", false, 0);

  /** The bundle drafts. */
  public ReportOptions(String specialists, boolean retrieval, long seed) {
    this(specialists, retrieval, seed, false);
  }
}
