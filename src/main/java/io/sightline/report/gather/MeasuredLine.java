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
 * specialists or the bundle's own lesion head outlined, the largest first, in the lexicon's
 * evidence words, with the atlas's site of the largest connected part. Nothing that a study or a
 * person wrote can enter it: it is made of words of the lexicon and names of the bundle's atlas
 * alone.
 */
public final class MeasuredLine {
  static final int MOST = 6;

  private MeasuredLine() {}

  /**
   * A finding that was outlined.
   *
   * @param mask all of it, in any grid
   */
  public record Found(EvidenceWord word, double volumeMl, Mask mask) {}

  /**
   * @param own what the reading bundle's lesion head outlined
   * @return with its line break; empty when nobody found a finding that has a word
   */
  public static String of(
      Gathered gathered, List<Found> own, AnatomyContext anatomy, Lexicon lexicon) {
    List<String> items =
        found(gathered, own, lexicon).values().stream()
            .sorted(
                Comparator.comparingDouble(Found::volumeMl)
                    .reversed()
                    .thenComparing(f -> f.word().word()))
            .limit(MOST)
            .map(f -> item(f, anatomy))
            .toList();
    return items.isEmpty() ? "" : "measured: " + String.join("; ", items) + "\n";
  }

  /** By word; where several share one, the largest stands for all. */
  private static Map<String, Found> found(Gathered gathered, List<Found> own, Lexicon lexicon) {
    Map<String, Found> out = new LinkedHashMap<>();
    own.forEach(f -> out.merge(f.word().word(), f, MeasuredLine::larger));
    for (Segmentation segmentation : gathered.segmentations().values()) {
      for (SegmentedLabel label : segmentation.labels()) {
        word(label, lexicon)
            .map(w -> new Found(w, label.volumeMl(), label.mask()))
            .ifPresent(f -> out.merge(f.word().word(), f, MeasuredLine::larger));
      }
    }
    return out;
  }

  private static Found larger(Found a, Found b) {
    return b.volumeMl() > a.volumeMl() ? b : a;
  }

  private static Optional<EvidenceWord> word(SegmentedLabel label, Lexicon lexicon) {
    return Optional.ofNullable(label.label().finding())
        .flatMap(lexicon::finding)
        .map(Finding::evidence);
  }

  private static String item(Found f, AnatomyContext anatomy) {
    String word = f.word().word();
    return f.word().sited()
        ? site(f.mask(), anatomy).map(s -> word + " in the " + s).orElse(word)
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
