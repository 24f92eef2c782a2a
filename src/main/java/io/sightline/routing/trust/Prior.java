package io.sightline.routing.trust;

import io.sightline.bundle.BundleManifest;
import io.sightline.specialist.MeasuredQuality;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What is thought of a specialist before any reader has judged it: a Dice, taken for the share of
 * cases in which it is right. It is no such share, so it is worth a few cases only.
 *
 * @param mean 0..1
 */
public record Prior(double mean, Source source) {
  /** As many signed cases weigh as much as what the manifest measured. */
  public static final double WORTH = 4;

  /** Of what nobody measured. */
  public static final double UNMEASURED = 0.5;

  public Prior {
    if (!(mean >= 0 && mean <= 1)) {
      throw new IllegalArgumentException("a prior lies between 0 and 1");
    }
  }

  /** Where the number is from. */
  public enum Source {
    /** The manifest measured the labels that show the finding. */
    LABEL,
    /** The manifest measured others, and their mean stands for it. */
    MEAN,
    /** The manifest measured nothing. */
    NONE;

    /** As written in JSON. */
    public String word() {
      return switch (this) {
        case LABEL -> "label-dice";
        case MEAN -> "mean-dice";
        case NONE -> "unmeasured";
      };
    }
  }

  public boolean measured() {
    return source != Source.NONE;
  }

  /**
   * Of a finding: the worst of the labels that show it.
   *
   * @param finding id in the lexicon
   */
  public static Prior of(BundleManifest manifest, String finding) {
    OptionalDouble worst =
        manifest.outputs().values().stream()
            .flatMap(o -> o.labels().stream())
            .filter(l -> finding.equals(l.finding()))
            .map(l -> MeasuredQuality.dice(manifest, l.id()))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .min();
    return worst.isPresent() ? new Prior(within(worst), Source.LABEL) : of(manifest);
  }

  /** Of the specialist as a whole. */
  public static Prior of(BundleManifest manifest) {
    OptionalDouble mean = MeasuredQuality.meanDice(manifest);
    return mean.isPresent()
        ? new Prior(within(mean), Source.MEAN)
        : new Prior(UNMEASURED, Source.NONE);
  }

  private static double within(OptionalDouble dice) {
    return Math.clamp(dice.getAsDouble(), 0, 1);
  }
}
