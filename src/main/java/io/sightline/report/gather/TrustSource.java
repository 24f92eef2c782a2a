package io.sightline.report.gather;

import io.sightline.bundle.Bundle;
import io.sightline.routing.trust.TrustTable;
import java.util.List;

/** Says how far specialists are trusted in a study. Thread-safe; blocks. */
public interface TrustSource {
  /** Knows no signed case. */
  TrustSource MANIFESTS = (_, _) -> TrustTable.EMPTY;

  /** Never throws: what cannot be learned leaves what manifests say. */
  TrustTable of(StudyImage study, List<Bundle> specialists);
}
