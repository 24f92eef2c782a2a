package io.sightline.volume;

/**
 * The role a series plays in a study; {@link #OTHER} is a legal answer. The names are those of the
 * HTTP interface.
 */
public enum Sequence {
  T1("T1"),
  T1C("T1C"),
  T2("T2"),
  FLAIR("FLAIR"),
  DWI("DWI"),
  ADC("ADC"),
  PD("PD"),
  SWI("SWI"),
  CT("CT"),
  PT("PT"),
  OTHER("other");

  private final String label;

  Sequence(String label) {
    this.label = label;
  }

  /** The word used in JSON and in words. */
  public String label() {
    return label;
  }
}
