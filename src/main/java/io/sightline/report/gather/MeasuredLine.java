package io.sightline.report.gather;

import io.sightline.report.lexicon.EvidenceWord;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.ConnectedComponents;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Place;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Mask;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The line {@code measured:} of the compact evidence in a bundle's own prompt: findings that
 * specialists outlined, the largest first, in the lexicon's evidence words, with the atlas's site
 * of the largest connected part. Nothing that a study or a person wrote can enter it: it is made of
 * words of the lexicon and names of the bundle's atlas alone.
 */
public final class MeasuredLine {
  static final int MOST = 6;

  private MeasuredLine() {}

  /** A finding that a label shows. */
  private record Found(EvidenceWord word, SegmentedLabel label) {}

  /** With its line break; empty when no specialist found a finding that has a word. */
  public static String of(Gathered gathered, AnatomyContext anatomy, Lexicon lexicon) {
    List<String> items =
        found(gathered, lexicon).values().stream()
            .sorted(
                Comparator.comparingDouble((Found f) -> f.label().volumeMl())
                    .reversed()
                    .thenComparing(f -> f.word().word()))
            .limit(MOST)
            .map(f -> item(f, anatomy))
            .toList();
    return items.isEmpty() ? "" : "measured: " + String.join("; ", items) + "\n";
  }

  /** By word; where several labels share one, the largest stands for all. */
  private static Map<String, Found> found(Gathered gathered, Lexicon lexicon) {
    Map<String, Found> out = new LinkedHashMap<>();
    for (Segmentation segmentation : gathered.segmentations().values()) {
      for (SegmentedLabel label : segmentation.labels()) {
        word(label, lexicon)
            .ifPresent(w -> out.merge(w.word(), new Found(w, label), MeasuredLine::larger));
      }
    }
    return out;
  }

  private static Found larger(Found a, Found b) {
    return b.label().volumeMl() > a.label().volumeMl() ? b : a;
  }

  private static Optional<EvidenceWord> word(SegmentedLabel label, Lexicon lexicon) {
    return Optional.ofNullable(label.label().finding())
        .flatMap(lexicon::finding)
        .map(Finding::evidence);
  }

  private static String item(Found f, AnatomyContext anatomy) {
    String word = f.word().word();
    return f.word().sited()
        ? site(f.label().mask(), anatomy).map(s -> word + " in the " + s).orElse(word)
        : word;
  }

  /** The atlas region that holds most of the largest part; empty where no atlas fits. */
  private static Optional<String> site(Mask mask, AnatomyContext anatomy) {
    byte[] largest = new byte[mask.inside().length];
    for (int[] part : ConnectedComponents.of(mask).stream().limit(1).toList()) {
      for (int n : part) {
        largest[n] = 1;
      }
    }
    return anatomy.locate(new Mask(mask.geometry(), largest)).mainRegion().map(Place::name);
  }
}
