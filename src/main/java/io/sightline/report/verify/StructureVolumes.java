package io.sightline.report.verify;

import io.sightline.report.verify.ClaimCheck.Case;
import io.sightline.segmentation.anatomy.StructureMeasure;
import java.util.List;
import java.util.Locale;

/** Volumes of the structures that a finding is about, in words. */
final class StructureVolumes {
  private StructureVolumes() {}

  static String of(Case c) {
    List<StructureMeasure> about =
        c.facts().anatomy().structures().stream()
            .filter(s -> c.finding().structures().contains(s.unsidedId()))
            .filter(s -> c.site() == null || c.site().covers(s.id()))
            .toList();
    if (about.isEmpty()) {
      return "The structures it is about were not segmented";
    }
    List<String> each =
        about.stream()
            .map(s -> String.format(Locale.ROOT, "%s %.1f mL", s.label().name(), s.volumeMl()))
            .toList();
    String text = String.join(", ", each);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
