package io.sightline.report.verify;

import io.sightline.report.lexicon.Finding;

/** What a denied finding stands for. */
final class Denial {
  private Denial() {}

  /** Whether something that is there is an instance of what is denied. */
  static boolean covers(Finding denied, Finding there) {
    return there.isA(denied.id())
        || (denied.id().equals("abnormality") && !there.heads().isEmpty());
  }
}
