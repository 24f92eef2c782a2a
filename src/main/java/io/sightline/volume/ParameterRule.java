package io.sightline.volume;

import java.util.function.Predicate;

/**
 * What acquisition parameters say, times in ms. The bounds are the customary ones for clinical
 * brain imaging at 1.5 and 3 T; a missing value makes no rule hold.
 */
enum ParameterRule {
  ADC_MAP(Sequence.ADC, 8, "ImageType says ADC", f -> f.imageType("ADC")),
  DIFFUSION(
      Sequence.DWI,
      4,
      "ImageType says diffusion",
      f -> (f.imageType("DIFFUSION") || f.imageType("TRACE")) && !f.imageType("ADC")),
  B_VALUE(Sequence.DWI, 3, "a b-value is given", f -> f.bValue() > 0 && !f.imageType("ADC")),
  SUSCEPTIBILITY(Sequence.SWI, 4, "ImageType says SWI", f -> f.imageType("SWI")),
  PERFUSION(
      Sequence.OTHER,
      5,
      "ImageType says perfusion or angiography",
      f -> f.imageType("PERFUSION") || f.imageType("ANGIO") || f.imageType("PROJECTION IMAGE")),
  CONTRAST_T1(Sequence.T1, 5, "AcquisitionContrast T1", f -> f.contrast("T1")),
  CONTRAST_T2(Sequence.T2, 5, "AcquisitionContrast T2", f -> f.contrast("T2")),
  CONTRAST_PD(
      Sequence.PD, 5, "AcquisitionContrast PROTON_DENSITY", f -> f.contrast("PROTON_DENSITY")),
  CONTRAST_FLAIR(
      Sequence.FLAIR,
      5,
      "AcquisitionContrast FLUID_ATTENUATED",
      f -> f.contrast("FLUID_ATTENUATED")),
  CONTRAST_DIFFUSION(
      Sequence.DWI, 5, "AcquisitionContrast DIFFUSION", f -> f.contrast("DIFFUSION")),
  FLUID_NULLED(
      Sequence.FLAIR,
      4,
      "long inversion and echo times null fluid",
      f -> f.ti() >= 1500 && f.te() >= 70),
  INVERSION_PREPARED(
      Sequence.T1,
      3,
      "inversion-prepared gradient echo",
      f -> f.ti() >= 300 && f.ti() < 1500 && f.te() < 15 && f.scanning("GR")),
  SHORT_SPIN_ECHO(
      Sequence.T1,
      3,
      "short TR and TE spin echo",
      f -> f.spinEcho() && f.tr() > 200 && f.tr() < 1000 && f.te() < 30),
  INVERSION_SPIN_ECHO(
      Sequence.T1,
      3,
      "inversion recovery with short TE",
      f -> f.spinEcho() && f.tr() < 4000 && f.te() < 30 && f.ti() >= 500 && f.ti() < 1500),
  SPOILED_GRADIENT_ECHO(
      Sequence.T1,
      2,
      "spoiled gradient echo with short TR and TE",
      f -> f.scanning("GR") && f.tr() < 60 && f.te() < 8 && f.flip() >= 10),
  LONG_SPIN_ECHO(
      Sequence.T2,
      3,
      "long TR and TE spin echo",
      f ->
          f.spinEcho()
              && !f.scanning("EP")
              && f.tr() >= 1800
              && f.te() >= 65
              && !(f.ti() > 0)
              && !(f.bValue() >= 0)),
  INTERMEDIATE_SPIN_ECHO(
      Sequence.PD,
      3,
      "long TR, short TE spin echo",
      f -> f.spinEcho() && !f.scanning("EP") && f.tr() >= 1500 && f.te() <= 45 && !(f.ti() > 0)),
  LONG_GRADIENT_ECHO(
      Sequence.OTHER,
      2,
      "gradient echo with long TE is T2*-weighted",
      f -> f.scanning("GR") && !f.scanning("EP") && f.te() >= 12);

  private final Sequence sequence;
  private final double points;
  private final String words;
  private final Predicate<SequenceFacts> condition;

  ParameterRule(
      Sequence sequence, double points, String words, Predicate<SequenceFacts> condition) {
    this.sequence = sequence;
    this.points = points;
    this.words = words;
    this.condition = condition;
  }

  Sequence sequence() {
    return sequence;
  }

  double points() {
    return points;
  }

  String words() {
    return words;
  }

  boolean holds(SequenceFacts facts) {
    return condition.test(facts);
  }
}
