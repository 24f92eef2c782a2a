package io.sightline.report;

import io.sightline.report.document.Section;
import io.sightline.report.document.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts sentences into sections and gives each its place in the report's plain text: sentences are
 * joined by one space, sections by one line break.
 */
public final class ReportText {
  private final Map<String, List<Sentence>> bySection = new LinkedHashMap<>();

  public void add(String section, Sentence sentence) {
    bySection.computeIfAbsent(section, _ -> new ArrayList<>()).add(sentence);
  }

  public List<Section> sections() {
    return bySection.entrySet().stream()
        .map(e -> new Section(e.getKey(), e.getValue().stream().map(Sentence::id).toList()))
        .toList();
  }

  /** All sentences in reading order, with their offsets. */
  public List<Sentence> sentences() {
    List<Sentence> out = new ArrayList<>();
    int at = 0;
    for (List<Sentence> section : bySection.values()) {
      for (Sentence s : section) {
        int end = at + s.text().length();
        out.add(
            new Sentence(
                s.id(),
                s.text(),
                at,
                end,
                s.links(),
                s.noRegion(),
                s.evidence(),
                s.claims(),
                s.verdict(),
                s.review()));
        at = end + 1;
      }
    }
    return out;
  }
}
