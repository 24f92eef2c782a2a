package io.sightline.app.bench;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseIndex;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.retrieval.StoredCase;
import io.sightline.retrieval.lucene.LuceneCaseIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The server's case index against comparing everything, and against FAISS HNSW of the same shape (M
 * 16, ef 100 for building and for searching, one thread), on the same vectors in one run. The
 * queries run a few rounds unmeasured before they are measured.
 */
public final class RetrievalBench {
  private static final int K = 10;
  private static final int BATCH = 10_000;
  private static final int WARM_ROUNDS = 10;
  private static final long SEED = 20261126;
  private static final EmbeddingSpace SPACE = new EmbeddingSpace("bench", "0".repeat(64), "bench");

  private final int dimension;
  private final int queries;
  private final FaissProcess faiss;
  private final Consumer<String> out;

  /**
   * @param dimension numbers of a vector
   * @param queries how many are asked
   * @param out takes the lines of the report
   */
  public RetrievalBench(int dimension, int queries, FaissProcess faiss, Consumer<String> out) {
    this.dimension = dimension;
    this.queries = queries;
    this.faiss = faiss;
    this.out = out;
  }

  /**
   * One size.
   *
   * @param folder empty; what is left in it may be deleted
   */
  public void run(int count, Path folder) throws IOException {
    BenchVectors vectors = new BenchVectors(count, queries, dimension, SEED);
    ExactSearch exact = new ExactSearch(vectors.stored());
    int[][] truth = new int[queries][];
    Timed byAll = timed(vectors.queries(), 1, (n, q) -> truth[n] = exact.nearest(q, K));
    List<Measured> all = new ArrayList<>();
    all.add(Measured.of("exact", 1, byAll.nanos(), byAll.cpuNanos(), 0));
    all.add(lucene(vectors, truth, folder.resolve("index")));
    FaissProcess.Answer answer = faiss.run(vectors, truth, K, folder);
    answer.measured().ifPresent(all::add);
    new BenchTable(count, dimension, queries, K).print(all, answer.reason(), out);
  }

  private Measured lucene(BenchVectors vectors, int[][] truth, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (CaseIndex index = new LuceneCaseIndex(folder)) {
      long start = System.nanoTime();
      float[][] stored = vectors.stored();
      for (int from = 0; from < stored.length; from += BATCH) {
        List<StoredCase> batch = new ArrayList<>();
        for (int n = from; n < Math.min(stored.length, from + BATCH); n++) {
          batch.add(new StoredCase(bare(n, stored[n]), n + 1L));
        }
        index.put(batch);
      }
      double build = (System.nanoTime() - start) / 1e9;
      int[] found = new int[queries];
      Timed timed =
          timed(
              vectors.queries(),
              WARM_ROUNDS,
              (n, q) -> found[n] = shared(truth[n], numbers(index, q)));
      double recall = Arrays.stream(found).sum() / (double) (K * queries);
      return Measured.of("sightline", recall, timed.nanos(), timed.cpuNanos(), build);
    }
  }

  private static int[] numbers(CaseIndex index, float[] query) {
    return index.byImage(new CaseEmbedding(SPACE, query), CaseFilter.ALL, K).stream()
        .mapToInt(m -> Integer.parseInt(m.caseId()))
        .toArray();
  }

  private static Case bare(int number, float[] vector) {
    return new Case(
        Integer.toString(number),
        "1." + number,
        null,
        null,
        "bench",
        "bench",
        "MR",
        List.of(),
        LocalDate.EPOCH,
        Instant.EPOCH,
        List.of(),
        List.of(),
        new CaseEmbedding(SPACE, vector));
  }

  static int shared(int[] truth, int[] found) {
    Set<Integer> all = new HashSet<>();
    Arrays.stream(truth).forEach(all::add);
    return (int) Arrays.stream(found).filter(all::contains).count();
  }

  /** Asks one query. */
  private interface Ask {
    void ask(int number, float[] query);
  }

  /** Wall-clock time of each query, processor time of all. */
  private record Timed(long[] nanos, long cpuNanos) {}

  private static Timed timed(float[][] queries, int warmRounds, Ask ask) {
    for (int round = 0; round < warmRounds; round++) {
      for (int n = 0; n < queries.length; n++) {
        ask.ask(n, queries[n]);
      }
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[queries.length];
    long cpu = threads.getCurrentThreadCpuTime();
    for (int n = 0; n < queries.length; n++) {
      long start = System.nanoTime();
      ask.ask(n, queries[n]);
      nanos[n] = System.nanoTime() - start;
    }
    return new Timed(nanos, threads.getCurrentThreadCpuTime() - cpu);
  }
}
