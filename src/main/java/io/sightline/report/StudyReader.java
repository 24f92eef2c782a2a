package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.document.Refusal;
import io.sightline.report.scope.ChosenInput;
import io.sightline.report.scope.Selection;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import io.sightline.vision.VisionEncoder;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a study for questions about it: scope, encode, plausibility. The last few readings are kept
 * as long as memory allows, so that the next question does not begin with the voxels again; a
 * series that changed is another key. Thread-safe; blocking.
 */
public final class StudyReader {
  private static final int KEPT = 4;

  private final ReadingSteps steps;
  private final Map<Key, SoftReference<StudyReading>> kept =
      new LinkedHashMap<>(8, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<StudyReading>> eldest) {
          return size() > KEPT;
        }
      };

  public StudyReader(Studies studies, VisionEncoder encoder) {
    this.steps = new ReadingSteps(studies, encoder);
  }

  private record Key(String bundle, List<ChosenInput> inputs) {}

  /**
   * @throws ProblemException {@code not_found}, {@code out_of_scope} with the reason, {@code
   *     cancelled}
   */
  public StudyReading read(String studyId, Bundle bundle, Cancellation cancellation) {
    Selection selection = steps.select(studyId, bundle);
    if (selection.refusal() != null) {
      throw refused(selection.refusal());
    }
    Key key = new Key(bundle.sha256(), selection.inputs());
    Optional<StudyReading> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    StudyReading fresh = steps.read(studyId, bundle, selection, cancellation);
    Optional<Refusal> implausible = fresh.implausible();
    if (implausible.isPresent()) {
      throw refused(implausible.get());
    }
    synchronized (kept) {
      kept.put(key, new SoftReference<>(fresh));
    }
    return fresh;
  }

  private Optional<StudyReading> known(Key key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key)).map(SoftReference::get);
    }
  }

  private static ProblemException refused(Refusal refusal) {
    return new ProblemException(ErrorCode.OUT_OF_SCOPE, refusal.reason());
  }
}
