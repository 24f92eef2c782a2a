package io.sightline.routing.trust;

import java.util.Comparator;
import java.util.List;

/**
 * How far one specialist is trusted about one finding in one study: the mean of a Beta distribution
 * that begins with {@link Prior} and counts every signed case by its weight.
 *
 * @param finding id in the lexicon
 * @param name of the finding in words
 * @param agreed signed cases in which the reader said the same
 * @param disagreed signed cases in which the reader said otherwise
 * @param weight of all these cases together
 * @param value 0..1
 */
public record Trust(
    String finding,
    String name,
    Prior prior,
    Basis basis,
    int agreed,
    int disagreed,
    double weight,
    double value) {
  /** Below it a word is not listened to. */
  public static final double FLOOR = 0.5;

  /** So much weight overrules what the manifest measured; less leaves it alone. */
  public static final double ENOUGH = 3;

  /** The same observations in any order give the same number to the last bit. */
  public static Trust of(
      String finding, String name, Prior prior, Basis basis, List<Observation> observations) {
    double all = sum(observations);
    double yes = sum(observations.stream().filter(Observation::agreed).toList());
    int agreed = (int) observations.stream().filter(Observation::agreed).count();
    double value = (Prior.WORTH * prior.mean() + yes) / (Prior.WORTH + all);
    return new Trust(
        finding,
        name,
        prior,
        observations.isEmpty() ? Basis.NONE : basis,
        agreed,
        observations.size() - agreed,
        all,
        Math.clamp(value, 0, 1));
  }

  private static double sum(List<Observation> observations) {
    return observations.stream()
        .sorted(Comparator.comparingDouble(Observation::weight))
        .mapToDouble(Observation::weight)
        .sum();
  }

  /** How many signed cases it rests on. */
  public int cases() {
    return agreed + disagreed;
  }

  /** Whether signed cases weigh enough to judge by. */
  public boolean seasoned() {
    return weight >= ENOUGH;
  }

  /**
   * Whether it is not to be listened to: by enough signed cases, or, before there are enough, by
   * what was measured. Nobody is distrusted for want of measurements.
   */
  public boolean distrusted() {
    return seasoned() ? value < FLOOR : prior.measured() && prior.mean() < FLOOR;
  }

  /** Why it is not listened to, or what speaks for it, as the end of a sentence. */
  public String inWords() {
    return TrustWords.of(this);
  }
}
