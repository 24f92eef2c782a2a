package io.sightline.app.eval;

import io.sightline.chat.answer.Answer;
import io.sightline.chat.segment.Segmentation;
import io.sightline.report.document.Report;
import io.sightline.volume.Mask;
import java.util.Map;

/**
 * The product as a client sees it. Blocks; every method throws {@link ProductException} when the
 * server refuses or fails.
 */
public interface Product {

  /** Uploads a case's images as one study; returns its id. */
  String upload(EvaluationCase evaluationCase);

  /**
   * A report that is not worked on any more, whatever became of it.
   *
   * @param options further fields of {@code POST /api/reports}
   */
  Report report(String studyId, Map<String, Object> options);

  /** A region's mask, in its series' grid. */
  Mask mask(String route);

  /** The answer to one question, asked in a chat of its own. */
  Answer ask(String studyId, String question);

  /** The region that a phrase names, or none. */
  Segmentation segment(String studyId, String phrase);

  /** Forgets a study. */
  void delete(String studyId);
}
