package io.sightline.report;

import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;

/** Told of a report's progress, in order, on the thread that works on it. */
interface ReportListener {

  /**
   * A stage begins or moves on.
   *
   * @param name {@code scope}, {@code encode}, {@code retrieve}, {@code draft}, {@code ground} or
   *     {@code verify}
   * @param fraction of the whole report, 0..1
   */
  void stage(String name, double fraction);

  /** A sentence is there, or is there again with its sizes filled and its regions linked. */
  void sentence(Sentence sentence);

  void region(Region region);

  void verdict(Sentence sentence);

  /** A tool that a remote generalist called. */
  default void tool(ToolCall call) {}

  /** The report so far, worth keeping. */
  void state(Report report);
}
