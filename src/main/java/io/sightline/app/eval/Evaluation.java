package io.sightline.app.eval;

import io.sightline.report.lexicon.Lexicon;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A whole set through the product, one case or a few at a time. */
public final class Evaluation {
  private static final double SECOND = 1e9;

  private final Product product;
  private final Lexicon lexicon;
  private final Consumer<String> progress;
  private final MaskKeeper keeper;
  private final int atOnce;
  private final LongSupplier nanos;

  /**
   * @param progress takes one line per case, with the time that is left
   * @param keeper gets every region that is judged
   * @param atOnce how many cases the product gets at a time; product and keeper are then called by
   *     as many threads
   */
  public Evaluation(
      Product product, Lexicon lexicon, Consumer<String> progress, MaskKeeper keeper, int atOnce) {
    this(product, lexicon, progress, keeper, atOnce, System::nanoTime);
  }

  Evaluation(
      Product product,
      Lexicon lexicon,
      Consumer<String> progress,
      MaskKeeper keeper,
      int atOnce,
      LongSupplier nanos) {
    this.product = product;
    this.lexicon = lexicon;
    this.progress = progress;
    this.keeper = keeper;
    this.atOnce = atOnce;
    this.nanos = nanos;
  }

  /**
   * @param asking whether questions and phrases are asked as well
   * @return results in the order of the set
   * @throws SetException when a mask of the truth cannot be read
   */
  public EvaluationResult run(EvaluationSet set, List<Mode> modes, boolean asking) {
    long start = nanos.getAsLong();
    AtomicInteger done = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<CaseResult>> running =
          set.cases().stream()
              .map(c -> workers.submit(() -> one(c, modes, asking, set, done, start)))
              .toList();
      return new EvaluationResult(
          set.name(), List.copyOf(modes), running.stream().map(Evaluation::result).toList());
    } finally {
      workers.shutdownNow();
    }
  }

  private CaseResult one(
      EvaluationCase c,
      List<Mode> modes,
      boolean asking,
      EvaluationSet set,
      AtomicInteger done,
      long start) {
    CaseResult result = new CaseRun(product, c, lexicon, keeper).run(modes, asking);
    synchronized (done) {
      double spent = (nanos.getAsLong() - start) / SECOND;
      int finished = done.incrementAndGet();
      int all = set.cases().size();
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d of %d, %s: %s, %s left",
              finished,
              all,
              c.name(),
              outcome(result),
              time(spent / finished * (all - finished))));
    }
    return result;
  }

  private static CaseResult result(Future<CaseResult> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while cases were measured", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String outcome(CaseResult result) {
    long drafted = result.modes().values().stream().filter(CaseScore::drafted).count();
    if (drafted == 0 && result.modes().values().stream().allMatch(CaseScore::refused)) {
      return "refused";
    }
    return drafted == result.modes().size()
        ? "drafted"
        : "%d of %d modes not drafted"
            .formatted(result.modes().size() - drafted, result.modes().size());
  }

  /** {@code 45 s}, {@code 12 min}, {@code 1 h 5 min}. */
  static String time(double seconds) {
    long s = Math.round(seconds);
    if (s < 100) {
      return s + " s";
    }
    long minutes = Math.round(s / 60.0);
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
