package io.sightline.report.gather;

import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistResult;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.Segmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What specialists found, in the fixed form that {@code prompts/} has in {@code {evidence}}: names
 * from manifests and numbers, nothing that a study or a person wrote.
 */
public final class SpecialistText {
  /** A prompt is no place for a hundred parcels. */
  private static final int MOST_LABELS = 40;

  private SpecialistText() {}

  /** A line for each specialist that found something; empty when none did. */
  public static String of(Gathered gathered) {
    List<String> lines = new ArrayList<>();
    for (SpecialistOutcome o : gathered.outcomes()) {
      String found = words(o.result());
      if (!found.isEmpty()) {
        lines.add("measured by " + o.specialist() + ": " + found);
      }
    }
    return String.join("\n", lines);
  }

  private static String words(@Nullable SpecialistResult result) {
    return switch (result) {
      case Segmentation s ->
          joined(
              s.labels().stream()
                  .map(l -> words("%s %.1f mL", l.label().name(), l.volumeMl()))
                  .toList());
      case Classification c ->
          joined(
              c.labels().stream()
                  .map(l -> words("%s %.2f", l.label().name(), l.probability()))
                  .toList());
      case Detection d ->
          joined(
              d.boxes().stream()
                  .map(b -> words("%s %.1f mL", b.label().name(), b.volumeMl()))
                  .toList());
      case null, default -> "";
    };
  }

  private static String joined(List<String> parts) {
    return String.join("; ", parts.stream().limit(MOST_LABELS).toList());
  }

  private static String words(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
