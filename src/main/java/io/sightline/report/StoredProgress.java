package io.sightline.report;

import io.sightline.report.ReportStore.Told;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a report's progress where clients can see it. */
final class StoredProgress implements ReportListener {
  private final String id;
  private final ReportStore store;
  private final ReportSignals signals;

  StoredProgress(String id, ReportStore store, ReportSignals signals) {
    this.id = id;
    this.store = store;
    this.signals = signals;
  }

  @Override
  public void stage(String name, double fraction) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", name);
    data.put("fraction", Math.round(fraction * 100) / 100.0);
    tell("stage", data);
  }

  @Override
  public void sentence(Sentence sentence) {
    tell("sentence", sentence);
  }

  @Override
  public void region(Region region) {
    tell("region", region);
  }

  @Override
  public void verdict(Sentence sentence) {
    tell("verdict", VerdictTold.of(sentence));
  }

  @Override
  public void tool(ToolCall call) {
    tell("tool", call);
  }

  /** What a verdict event says. */
  record VerdictTold(String sentence, Object verdict, Object claims, Object evidence) {
    static VerdictTold of(Sentence s) {
      return new VerdictTold(s.id(), s.verdict(), s.claims(), s.evidence());
    }
  }

  @Override
  public void state(Report report) {
    if (!store.update(id, _ -> report, List.of())) {
      throw new ProblemException(ErrorCode.CANCELLED, "The report was cancelled.");
    }
    signals.changed();
  }

  private void tell(String type, Object data) {
    store.tell(id, new Told(type, data));
    signals.changed();
  }
}
