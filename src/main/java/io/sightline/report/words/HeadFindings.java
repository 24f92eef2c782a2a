package io.sightline.report.words;

import io.sightline.report.StudyReading;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One finding for each class that a bundle's lesion head has: the first that the lexicon lists. */
public final class HeadFindings {
  private HeadFindings() {}

  public static List<Finding> of(StudyReading reading, Lexicon lexicon) {
    Set<String> classes = reading.encoding().lesionLogits().keySet();
    Map<String, Finding> byClass = new LinkedHashMap<>();
    for (Finding f : lexicon.findings()) {
      f.heads().stream()
          .filter(classes::contains)
          .findFirst()
          .ifPresent(id -> byClass.putIfAbsent(id, f));
    }
    return List.copyOf(byClass.values());
  }
}
