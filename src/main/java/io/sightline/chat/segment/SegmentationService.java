package io.sightline.chat.segment;

import io.sightline.bundle.Bundle;
import io.sightline.chat.AnsweringBundle;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.masks.PromptedMasks;
import io.sightline.chat.segment.SegmentationRequest.Prompt;
import io.sightline.report.StudyReader;
import io.sightline.report.StudyReading;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.BundleRef;
import io.sightline.report.gather.Gathered;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.Grounder;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.scope.ChosenInput;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with segmentations from outside. Thread-safe; every call blocks. */
@Singleton
final class SegmentationService {
  private final StudyReader reader;
  private final AnsweringBundle bundles;
  private final PromptedRegion prompted;
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;
  private final SegDecoder segs;
  private final SegmentationStore store;
  private final PromptedMasks masks;

  SegmentationService(
      StudyReader reader,
      AnsweringBundle bundles,
      PromptedRegion prompted,
      Lexicon lexicon,
      ClaimExtractor extractor,
      SegDecoder segs,
      SegmentationStore store,
      PromptedMasks masks) {
    this.reader = reader;
    this.bundles = bundles;
    this.prompted = prompted;
    this.lexicon = lexicon;
    this.extractor = extractor;
    this.segs = segs;
    this.store = store;
    this.masks = masks;
  }

  /**
   * @throws ProblemException {@code bad_request}, {@code not_found}, {@code out_of_scope}, {@code
   *     cannot_answer}, {@code cancelled}
   */
  Segmentation segment(SegmentationRequest request, Cancellation cancellation) {
    String studyId = request.requiredStudyId();
    Prompt prompt = request.requiredPrompt();
    Bundle bundle = bundles.choose(request.bundle());
    StudyReading reading = reader.read(studyId, bundle, cancellation);
    String id = UUID.randomUUID().toString();
    Grounder grounder = grounder(id, reading, inputs(reading, request.series()));
    List<String> notes = new ArrayList<>();
    Optional<FoundRegion> found = prompted.find(prompt, reading, grounder, notes);
    cancellation.check();
    Segmentation made =
        new Segmentation(
            id,
            studyId,
            new BundleRef(bundle.id(), bundle.manifest().version(), bundle.sha256(), null),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            prompt.text(),
            found.map(FoundRegion::region).stream().toList(),
            notes,
            Answer.DISCLAIMER);
    masks.keep(
        Segmentation.owner(id), "", found.stream().toList(), t -> SegmentationStore.add(t, made));
    return made;
  }

  private static List<ChosenInput> inputs(StudyReading reading, @Nullable String series) {
    if (series == null) {
      return reading.inputs();
    }
    List<ChosenInput> one =
        reading.inputs().stream().filter(i -> i.series().uid().equals(series)).toList();
    if (one.isEmpty()) {
      throw new ProblemException(
          ErrorCode.OUT_OF_SCOPE,
          "Series %s is none of those that bundle %s reads from this study: %s."
              .formatted(
                  series,
                  reading.bundle().id(),
                  String.join(
                      ", ", reading.inputs().stream().map(i -> i.series().uid()).toList())));
    }
    return one;
  }

  private Grounder grounder(String id, StudyReading r, List<ChosenInput> inputs) {
    return new Grounder(
        Segmentation.route(id),
        r.bundle(),
        r.encoding(),
        r.anatomy(),
        r.head(),
        Gathered.NOTHING,
        inputs,
        lexicon,
        extractor,
        segs);
  }

  /**
   * Its JSON.
   *
   * @throws ProblemException {@code not_found}
   */
  String get(String id) {
    return store.find(id).orElseThrow(() -> notFound(id));
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  void delete(String id) {
    if (!masks.drop(Segmentation.owner(id), t -> SegmentationStore.delete(t, id))) {
      throw notFound(id);
    }
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  InputStream mask(String id, String regionId) {
    return masks.open(Segmentation.owner(id), regionId);
  }

  private static ProblemException notFound(String id) {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no segmentation " + id + ".");
  }
}
