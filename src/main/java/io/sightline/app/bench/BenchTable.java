package io.sightline.app.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One size as lines: the figures, then the ratios, which hold on other machines too.
 *
 * @param exactly how many of the queries were compared with everything; recall is theirs
 */
record BenchTable(int count, int dimension, int queries, int exactly, int k) {

  /**
   * @param all exact, the server's index, and FAISS when it ran
   * @param reason why it did not
   */
  void print(List<Measured> all, String reason, Consumer<String> out) {
    out.accept(
        text(
            "%n%,d vectors of %d numbers, %d queries, %d of them searched exactly, k = %d",
            count, dimension, queries, exactly, k));
    out.accept("              recall    p50 ms    p95 ms    cpu ms   build s");
    for (Measured m : all) {
      out.accept(
          text(
              "%-12s %7.3f %9.3f %9.3f %9.3f %9.1f",
              m.name(), m.recall(), m.p50Ms(), m.p95Ms(), m.cpuMs(), m.buildSeconds()));
    }
    Measured exact = all.get(0);
    Measured ours = all.get(1);
    out.accept(
        text("sightline answers %.1f times as fast as exact search", exact.cpuMs() / ours.cpuMs()));
    if (all.size() > 2) {
      Measured faiss = all.get(2);
      out.accept(
          text(
              "sightline / faiss: recall %.3f, p50 %.2f, p95 %.2f, cpu %.2f, build %.2f",
              ours.recall() / faiss.recall(),
              ours.p50Ms() / faiss.p50Ms(),
              ours.p95Ms() / faiss.p95Ms(),
              ours.cpuMs() / faiss.cpuMs(),
              ours.buildSeconds() / faiss.buildSeconds()));
    } else {
      out.accept("faiss hnsw: left out, " + reason);
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
