package io.sightline.report.lexicon;

/** A word that changes whether a finding is there, after NegEx and ConText. */
public record Cue(Polarity polarity, Reach reach) {

  /** What it makes of a finding. */
  public enum Polarity {
    ABSENT,
    UNCERTAIN
  }

  /** Which findings of the clause it reaches. */
  public enum Reach {
    FORWARD,
    BACKWARD,
    BOTH,
    /** Only a finding directly behind it. */
    NEXT;

    public boolean forward() {
      return this == FORWARD || this == BOTH;
    }

    public boolean backward() {
      return this == BACKWARD || this == BOTH;
    }
  }
}
