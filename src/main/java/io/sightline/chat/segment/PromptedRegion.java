package io.sightline.chat.segment;

import io.sightline.chat.answer.NamedThing;
import io.sightline.chat.answer.Question;
import io.sightline.chat.segment.SegmentationRequest.Prompt;
import io.sightline.report.StudyReading;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.Grounder;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.ground.Subject;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a prompt to a region. Words are looked up in the lexicon first: a decoder asked for what
 * nobody knows would still draw something. Thread-safe; blocking.
 */
@Singleton
final class PromptedRegion {
  private final NamedThing names;
  private final SegDecoder segs;

  PromptedRegion(NamedThing names, SegDecoder segs) {
    this.names = names;
    this.segs = segs;
  }

  /**
   * @param notes takes why there is none, or what speaks against it
   * @throws ProblemException {@code cannot_answer} when words are all there is and the bundle takes
   *     none
   */
  Optional<FoundRegion> find(
      Prompt prompt, StudyReading reading, Grounder grounder, List<String> notes) {
    Subject subject = Subject.UNKNOWN;
    List<float[]> hidden = List.of();
    if (prompt.text() != null) {
      String phrase = NamedThing.bare(new Question(prompt.text()).asData());
      Optional<Subject> named = names.of(phrase);
      if (named.isEmpty()) {
        notes.add("No word of the lexicon is in \"%s\".".formatted(phrase));
        return Optional.empty();
      }
      subject = named.get();
      hidden = states(phrase, reading);
    }
    List<MaskPrompt.Point> points = prompt.clicks();
    MaskPrompt.@Nullable Box box = prompt.corners();
    if (hidden.isEmpty() && points.isEmpty() && box == null) {
      throw new ProblemException(
          ErrorCode.CANNOT_ANSWER,
          "Bundle %s takes no words as a prompt: its manifest has no language.segmentTemplate."
              .formatted(reading.bundle().id()));
    }
    MaskPrompt mask = new MaskPrompt(hidden, points, box, null);
    Optional<FoundRegion> found = grounder.prompted(subject, mask, notes);
    found.ifPresent(r -> points.forEach(p -> remark(p, r, notes)));
    return found;
  }

  private List<float[]> states(String words, StudyReading reading) {
    float[] state = segs.ofText(reading.bundle(), reading.encoding(), words);
    return state.length == 0 ? List.of() : List.of(state);
  }

  private static void remark(MaskPrompt.Point p, FoundRegion region, List<String> notes) {
    if (inside(region.onModelGrid(), p.lps()) != p.positive()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The %s point (%.0f, %.0f, %.0f) lies %s region %s.",
              p.positive() ? "positive" : "negative",
              p.lps().x(),
              p.lps().y(),
              p.lps().z(),
              p.positive() ? "outside" : "inside",
              region.id()));
    }
  }

  private static boolean inside(Mask mask, Vec3 lps) {
    VolumeGeometry g = mask.geometry();
    Vec3 at = g.toIndex(lps);
    long i = Math.round(at.x());
    long j = Math.round(at.y());
    long k = Math.round(at.z());
    return i >= 0
        && j >= 0
        && k >= 0
        && i < g.nx()
        && j < g.ny()
        && k < g.nz()
        && mask.at((int) i, (int) j, (int) k);
  }
}
