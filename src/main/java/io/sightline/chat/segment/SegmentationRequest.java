package io.sightline.chat.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.chat.RegionRequest;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/segmentations}.
 *
 * @param series SeriesInstanceUID in whose grid the masks are to lie; null = the one that shows it
 *     best
 */
public record SegmentationRequest(
    @Nullable String studyId,
    @Nullable String series,
    @Nullable String bundle,
    @Nullable Prompt prompt) {
  static final int MOST_POINTS = 32;

  /**
   * What asks for a region; at least one part. Lengths are LPS mm.
   *
   * @param text a finding or a place, for example {@code the left thalamus}
   * @param mask is refused: masks are not taken
   */
  public record Prompt(
      @Nullable String text,
      @Nullable List<Click> points,
      @Nullable List<List<Double>> box,
      @Nullable JsonNode mask) {

    /**
     * @throws ProblemException {@code bad_request}
     */
    List<MaskPrompt.Point> clicks() {
      List<Click> given = points == null ? List.of() : points;
      if (given.size() > MOST_POINTS) {
        throw bad("At most %d points are taken.".formatted(MOST_POINTS));
      }
      return given.stream().map(Click::point).toList();
    }

    MaskPrompt.@Nullable Box corners() {
      if (box == null) {
        return null;
      }
      var b = RegionRequest.box(box);
      return new MaskPrompt.Box(b.min(), b.max());
    }
  }

  /**
   * A click.
   *
   * @param positive false: not here; null = true
   */
  public record Click(@Nullable List<Double> lps, @Nullable Boolean positive) {
    MaskPrompt.Point point() {
      return new MaskPrompt.Point(
          RegionRequest.vector(lps, "lps"), !Boolean.FALSE.equals(positive));
    }
  }

  /**
   * @throws ProblemException {@code bad_request}
   */
  String requiredStudyId() {
    if (studyId == null || studyId.isBlank()) {
      throw bad("\"studyId\" is missing.");
    }
    return studyId;
  }

  /**
   * @throws ProblemException {@code bad_request}
   */
  Prompt requiredPrompt() {
    Prompt p = prompt;
    if (p == null || p.text() == null && p.box() == null && p.clicks().isEmpty()) {
      throw bad("\"prompt\" needs \"text\", \"points\" or \"box\".");
    }
    if (p.mask() != null && !p.mask().isNull()) {
      throw bad("\"mask\" is not taken as a prompt.");
    }
    if (p.text() == null && p.box() == null && p.clicks().stream().noneMatch(c -> c.positive())) {
      throw bad("At least one point has to be positive.");
    }
    return p;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ErrorCode.BAD_REQUEST, detail);
  }
}
