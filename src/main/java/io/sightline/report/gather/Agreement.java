package io.sightline.report.gather;

/**
 * How far generalist and specialist agree about one structure, both sides together.
 *
 * @param structure id without side
 * @param name in words
 * @param dice of the two masks, 0..1, in the specialist's grid
 */
public record Agreement(
    String specialist,
    String structure,
    String name,
    double generalistMl,
    double specialistMl,
    double dice) {
  /** Below it the two speak of different voxels; small structures at 2 mm rarely reach 0.7. */
  static final double LEAST_DICE = 0.4;

  /** One volume more than this many times the other. */
  static final double MOST_RATIO = 2;

  public boolean disagrees() {
    double larger = Math.max(generalistMl, specialistMl);
    double smaller = Math.min(generalistMl, specialistMl);
    return dice < LEAST_DICE || larger > MOST_RATIO * smaller;
  }
}
