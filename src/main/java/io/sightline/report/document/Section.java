package io.sightline.report.document;

import java.util.List;

/** A part of the report, in reading order. */
public record Section(String name, List<String> sentences) {
  public Section {
    sentences = List.copyOf(sentences);
  }
}
