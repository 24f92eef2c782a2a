package io.sightline.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The server's case index against comparing everything, and against FAISS HNSW of the same shape (M
 * 16, ef 100 for building and for searching, one thread), on the same vectors in one run. Vectors
 * and index lie on disk. The indexes answer all queries a few rounds unmeasured before they are
 * measured; everything is compared for the first queries only, as far as {@link Truth} allows.
 */
public final class RetrievalBench {
  private static final int K = 10;
  private static final long SPACE = 20261126;
  private static final int WARM_COMPARISONS = 2_000_000;

  private final int dimension;
  private final int queries;
  private final FaissProcess faiss;
  private final Consumer<String> out;
  private final Consumer<String> progress;

  /**
   * @param dimension numbers of a vector
   * @param queries how many are asked
   * @param out takes the lines of the report
   * @param progress takes lines that say how far it is
   */
  public RetrievalBench(
      int dimension,
      int queries,
      FaissProcess faiss,
      Consumer<String> out,
      Consumer<String> progress) {
    this.dimension = dimension;
    this.queries = queries;
    this.faiss = faiss;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Bytes that one size needs on disk: the vectors, the index, and as much again while its last
   * segments are merged.
   */
  public static long bytes(int count, int dimension) {
    return 5L * count * (dimension * (long) Float.BYTES + 100);
  }

  /**
   * One size.
   *
   * @param folder empty; what is left in it may be deleted
   */
  public void run(int count, Path folder) throws IOException {
    try (VectorFile stored = file(folder.resolve("stored.f32"), count, 1);
        VectorFile asked = file(folder.resolve("queries.f32"), queries, 2)) {
      float[][] all = new float[queries][];
      Arrays.setAll(all, asked::vector);
      float[][] exactly = Arrays.copyOf(all, Truth.queries(count, queries));
      Truth truth = new Truth(new int[exactly.length][]);
      List<Measured> measured = new ArrayList<>();
      measured.add(exact(stored, exactly, truth));
      measured.add(new LuceneRun(progress).run(stored, all, truth, K, folder.resolve("index")));
      FaissProcess.Answer answer = faiss.run(stored, asked, truth, K, progress);
      answer.measured().ifPresent(measured::add);
      new BenchTable(count, dimension, queries, exactly.length, K)
          .print(measured, answer.reason(), out);
    }
  }

  private VectorFile file(Path path, int count, long seed) throws IOException {
    Countdown countdown = new Countdown("vectors", count, progress, System::nanoTime);
    return VectorFile.write(
        path, count, dimension, new BenchVectors(dimension, SPACE, SPACE + seed), countdown::at);
  }

  /** Fills in the truth. */
  private Measured exact(VectorFile stored, float[][] some, Truth truth) {
    ExactSearch exact = new ExactSearch(stored);
    int warm = Math.clamp(WARM_COMPARISONS / stored.count(), 1, some.length);
    Timed.of(Arrays.copyOf(some, warm), (_, q) -> exact.nearest(q, K));
    Countdown countdown = new Countdown("exact search", some.length, progress, System::nanoTime);
    Timed timed =
        Timed.of(
            some,
            (n, q) -> {
              truth.nearest()[n] = exact.nearest(q, K);
              countdown.at(n + 1L);
            });
    return Measured.of("exact", 1, timed.nanos(), timed.cpuNanos(), 0);
  }
}
