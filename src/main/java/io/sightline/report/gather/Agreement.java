package io.sightline.report.gather;

import org.jspecify.annotations.Nullable;

/**
 * How far generalist and specialist agree about one structure, both sides together.
 *
 * @param structure id without side
 * @param name in words
 * @param dice of the two masks, 0..1, in the specialist's grid
 * @param distrust why the specialist is not trusted about the structure; null when it is
 */
public record Agreement(
    String specialist,
    String structure,
    String name,
    double generalistMl,
    double specialistMl,
    double dice,
    @Nullable String distrust) {
  /** Below it the two speak of different voxels; small structures at 2 mm rarely reach 0.7. */
  static final double LEAST_DICE = 0.4;

  /** One volume more than this many times the other. */
  static final double MOST_RATIO = 2;

  /** Of a specialist that is trusted. */
  public Agreement(
      String specialist,
      String structure,
      String name,
      double generalistMl,
      double specialistMl,
      double dice) {
    this(specialist, structure, name, generalistMl, specialistMl, dice, null);
  }

  /** The same, of a specialist that is not trusted about the structure. */
  public Agreement distrusted(String why) {
    return new Agreement(specialist, structure, name, generalistMl, specialistMl, dice, why);
  }

  public boolean disagrees() {
    double larger = Math.max(generalistMl, specialistMl);
    double smaller = Math.min(generalistMl, specialistMl);
    return dice < LEAST_DICE || larger > MOST_RATIO * smaller;
  }
}
