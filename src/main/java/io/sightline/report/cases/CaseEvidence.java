package io.sightline.report.cases;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The retrieved cases and their votes in the form that a report's evidence has. */
public final class CaseEvidence {
  private CaseEvidence() {}

  /** Of one case, with its words as they were written. */
  public static Map<String, Object> of(CaseHit hit) {
    Case c = hit.value();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("case", c.id());
    out.put("similarity", Math.round(similarity(hit) * 1000) / 1000.0);
    out.put("date", c.date().toString());
    out.put("site", c.site());
    out.put("synthetic", c.synthetic());
    out.put("provenance", c.provenance());
    out.put("labels", c.labels().stream().map(CaseEvidence::label).toList());
    out.put("sentences", c.sentences().stream().map(s -> s.text()).toList());
    return out;
  }

  private static double similarity(CaseHit hit) {
    CaseHit.Place image = hit.rankings().get("image");
    return image == null ? 0 : image.score();
  }

  private static Map<String, Object> label(CaseLabel l) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("finding", l.finding());
    out.put("presence", l.presence());
    out.put("laterality", l.laterality());
    out.put("site", l.site());
    return out;
  }

  /** Of all cases together. */
  public static Map<String, Object> votes(SimilarCases cases) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("quantity", "voting-prior");
    out.put("cases", cases.hits().size());
    List<Map<String, Object>> findings = cases.prior().stream().map(VotingPrior::value).toList();
    out.put("findings", findings);
    return out;
  }
}
