package io.sightline.app.eval;

import io.sightline.app.eval.SentenceScore.Grounding;
import io.sightline.report.document.Report;
import io.sightline.report.document.Sentence;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.Overlap;
import io.sightline.volume.Mask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores the sentences of one case's report. Not thread-safe. */
final class SentenceJudge {
  private final Product product;
  private final TargetChoice choice;
  private final TargetMasks masks;
  private final Said said;
  private final String name;
  private final MaskKeeper keeper;
  private final Map<String, Mask> regions = new HashMap<>();

  SentenceJudge(
      Product product,
      EvaluationCase c,
      TargetMasks masks,
      Said said,
      Lexicon lexicon,
      MaskKeeper keeper) {
    this.product = product;
    this.name = c.name();
    this.keeper = keeper;
    this.choice = new TargetChoice(c.targets(), said, lexicon);
    this.masks = masks;
    this.said = said;
  }

  /** Every sentence of a report. */
  List<SentenceScore> all(Report report, Mode mode) {
    List<SentenceScore> out = new ArrayList<>();
    for (Sentence s : report.sentences()) {
      out.add(score(s, report, mode, out.size()));
    }
    return out;
  }

  private SentenceScore score(Sentence s, Report report, Mode mode, int number) {
    Topic topic = Topic.of(s, said);
    if (topic == null) {
      return new SentenceScore(s.text(), s.verdict().status(), null, null, null, null);
    }
    Placement placement = Placement.of(topic, choice);
    return new SentenceScore(
        s.text(),
        s.verdict().status(),
        topic.finding(),
        placement.side(),
        placement.site(),
        grounding(s, topic, report, mode, number));
  }

  /**
   * The first region against what the sentence should point to. A sentence without a region counts
   * when it says that something is there; relations such as a midline shift have no region.
   */
  private @Nullable Grounding grounding(
      Sentence s, Topic topic, Report report, Mode mode, int number) {
    if (s.links().isEmpty() && !(topic.asserted() && choice.pointable(topic))) {
      return null;
    }
    List<Target> targets = choice.of(topic, s.text());
    boolean drawn = !s.links().isEmpty();
    String source = drawn ? s.links().getFirst().source() : null;
    if (targets.isEmpty()) {
      return new Grounding(false, drawn, 0, source);
    }
    if (!drawn) {
      return new Grounding(true, false, 0, null);
    }
    Mask region = first(s, report);
    keeper.keep(name, mode, number, region);
    return new Grounding(true, true, dice(region, targets), source);
  }

  private double dice(Mask region, List<Target> targets) {
    Mask truth = masks.union(targets);
    return Overlap.of(TargetMasks.onto(region, truth.geometry()), truth).dice();
  }

  private Mask first(Sentence s, Report report) {
    String id = s.links().getFirst().region();
    String route =
        report
            .region(id)
            .orElseThrow(() -> new ProductException("Region " + id + " is not in the report."))
            .mask();
    return regions.computeIfAbsent(route, product::mask);
  }
}
