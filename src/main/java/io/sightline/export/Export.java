package io.sightline.export;

import io.sightline.shared.ProblemException;

/** One form that a report can leave the server in. Thread-safe. */
public interface Export {

  /** Last part of the route, for example {@code text}. */
  String kind();

  /**
   * @throws ProblemException {@code conflict} when the report is not far enough for this form
   */
  Exported export(ExportMaterial material);

  /**
   * A finished export.
   *
   * @param fileName to save it under; ASCII letters, digits, dots and hyphens
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Exported(String mediaType, String fileName, byte[] content) {}
}
