package io.sightline.report.claim;

import io.sightline.report.lexicon.Site;
import org.jspecify.annotations.Nullable;

/** Where a claim puts its finding. */
record Place(Laterality side, @Nullable Site site) {
  static final Place NOWHERE = new Place(Laterality.NONE, null);
}
