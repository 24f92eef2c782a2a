package io.sightline.app.eval;

import io.sightline.report.lexicon.Lexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A whole set through the product, case by case. */
public final class Evaluation {
  private static final double SECOND = 1e9;

  private final Product product;
  private final Lexicon lexicon;
  private final Consumer<String> progress;
  private final MaskKeeper keeper;
  private final LongSupplier nanos;

  /**
   * @param progress takes one line per case, with the time that is left
   * @param keeper gets every region that is judged
   */
  public Evaluation(
      Product product, Lexicon lexicon, Consumer<String> progress, MaskKeeper keeper) {
    this(product, lexicon, progress, keeper, System::nanoTime);
  }

  Evaluation(
      Product product,
      Lexicon lexicon,
      Consumer<String> progress,
      MaskKeeper keeper,
      LongSupplier nanos) {
    this.product = product;
    this.lexicon = lexicon;
    this.progress = progress;
    this.keeper = keeper;
    this.nanos = nanos;
  }

  /**
   * @param asking whether questions and phrases are asked as well
   */
  public EvaluationResult run(EvaluationSet set, List<Mode> modes, boolean asking) {
    long start = nanos.getAsLong();
    List<CaseResult> results = new ArrayList<>();
    for (EvaluationCase c : set.cases()) {
      results.add(new CaseRun(product, c, lexicon, keeper).run(modes, asking));
      double spent = (nanos.getAsLong() - start) / SECOND;
      int done = results.size();
      int all = set.cases().size();
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d of %d, %s: %s, %s left",
              done,
              all,
              c.name(),
              outcome(results.getLast()),
              time(spent / done * (all - done))));
    }
    return new EvaluationResult(set.name(), List.copyOf(modes), results);
  }

  private static String outcome(CaseResult result) {
    long drafted = result.modes().values().stream().filter(CaseScore::drafted).count();
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
