package io.sightline.report.lexicon;

/** Words that steer the reading of a clause without claiming anything. */
public enum Mark {
  /** Ends what an earlier cue reaches. */
  STOP,
  /** Looks like a cue and is none. */
  PSEUDO,
  /** Makes the sentence a question. */
  HYPOTHETICAL,
  /** A length near it is no size. */
  NOT_SIZE
}
