package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * The answer to an upload: 201 when all was taken, 202 when some was, a problem when nothing was.
 */
record UploadAnswer(List<StudyView> studies, List<Rejection> rejected, List<Rejection> skipped) {

  /** A problem (RFC 9457) with one member more. */
  record Refusal(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      String code,
      List<Rejection> rejected) {}

  static Response of(IngestResult result, String instance) {
    if (result.studies().isEmpty()) {
      return refusal(result, instance);
    }
    return Response.status(result.rejected().isEmpty() ? 201 : 202)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            new UploadAnswer(
                result.studies().stream().map(StudyView::of).toList(),
                result.rejected(),
                result.skipped()))
        .build();
  }

  /** With the code of the first refused file; one file is the usual case. */
  private static Response refusal(IngestResult result, String instance) {
    List<Rejection> rejected = result.rejected();
    ErrorCode code = rejected.isEmpty() ? ErrorCode.EMPTY_FILE : rejected.getFirst().errorCode();
    String detail =
        switch (rejected.size()) {
          case 0 -> "The upload holds no image.";
          case 1 -> rejected.getFirst().reason();
          default ->
              "None of %d files was taken; the first: %s"
                  .formatted(rejected.size(), rejected.getFirst().reason());
        };
    Problem problem = Problem.of(code, detail, instance);
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .entity(
            new Refusal(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.instance(),
                problem.code(),
                rejected))
        .build();
  }
}
