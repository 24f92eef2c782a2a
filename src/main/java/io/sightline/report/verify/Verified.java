package io.sightline.report.verify;

import io.sightline.report.document.Verdict;
import java.util.List;

/**
 * A verdict with the evidence it rests on.
 *
 * @param evidence keys: region ids, {@code head}, {@code structures}, {@code score:<finding>},
 *     {@code specialist:<id>}, {@code agreement:<id>}
 */
public record Verified(Verdict verdict, List<String> evidence) {
  public Verified {
    evidence = List.copyOf(evidence);
  }
}
