package io.sightline.report.words;

import io.sightline.report.StudyReading;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model that cannot see the images is told of a study: sequence names and measurements, in
 * words of the lexicon. No text of the study itself (descriptions, names, comments) is in it, so
 * nothing that somebody wrote there can steer the model.
 */
public final class StudyNotes {
  private StudyNotes() {}

  /** One fact per line. */
  public static String of(StudyReading reading, Lexicon lexicon) {
    List<String> lines = new ArrayList<>();
    for (Finding f : HeadFindings.of(reading, lexicon)) {
      lines.add("- " + HeadWords.of(f, reading.head().ml(f), reading.head().parts(f)));
    }
    reading
        .anatomy()
        .midPlane()
        .ifPresentOrElse(
            _ -> {}, () -> lines.add("- Left and right cannot be told in these images."));
    return String.join("\n", lines);
  }

  /** Names, or {@code none}. */
  public static String labels(List<Sequence> sequences) {
    return sequences.isEmpty()
        ? "none"
        : String.join(" ", sequences.stream().map(Sequence::label).toList());
  }
}
