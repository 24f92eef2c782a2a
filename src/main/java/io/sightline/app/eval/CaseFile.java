package io.sightline.app.eval;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code truth.json} as it is written; {@code docs/reference/evaluation.md} describes it. Unknown
 * fields are left alone: generators add their own.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaseFile(
    @Nullable String format,
    @Nullable Map<String, String> images,
    @Nullable String study,
    boolean outOfScope,
    @Nullable Map<String, Boolean> findings,
    @Nullable List<TargetEntry> targets,
    @Nullable List<Phrase> phrases,
    @Nullable List<Question> questions) {
  static final String FORMAT = "sightline-evaluation-case/1";

  /** One target. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record TargetEntry(
      @Nullable String id,
      @Nullable List<String> findings,
      @Nullable String side,
      @Nullable List<String> sites,
      boolean crossesMidline,
      boolean anatomy,
      boolean all,
      @Nullable String mask,
      @Nullable List<Integer> labels) {}

  /**
   * A phrase whose region is asked for.
   *
   * @param target id of what answers it; null when nothing does
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Phrase(String text, @Nullable String target) {}

  /** A question and what a right answer says. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Question(String kind, String question, Expected expect) {}

  /**
   * What a right answer says, whatever its words; only what is given is asked for.
   *
   * @param declined whether it cannot be answered from images
   * @param unassessable findings that cannot be assessed with these sequences
   * @param present whether the finding is there
   * @param site name of a place
   * @param side {@code left}, {@code right}, {@code midline} or {@code both}
   * @param equal whether two things are said to be alike
   * @param volumeMl size of the region that the answer measures
   * @param count {@code one}, {@code two} or {@code many}
   * @param sequences the sequences that are named, and no other
   * @param findings the findings that are called present, and no other
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Expected(
      boolean declined,
      @Nullable List<String> unassessable,
      @Nullable Boolean present,
      @Nullable String site,
      @Nullable String side,
      @JsonProperty("equal") boolean equal,
      @Nullable Double volumeMl,
      @Nullable String count,
      @Nullable List<String> sequences,
      @Nullable List<String> findings) {}
}
