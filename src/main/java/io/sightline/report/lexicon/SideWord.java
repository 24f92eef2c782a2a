package io.sightline.report.lexicon;

/** What a word of {@code grounding/laterality.yaml} says about side. */
public enum SideWord {
  LEFT,
  RIGHT,
  BILATERAL,
  MIDLINE,
  /** The side that follows is a direction. */
  DIRECTION,
  /** The side that follows belongs to a comparison. */
  NOT
}
