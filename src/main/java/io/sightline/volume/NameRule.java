package io.sightline.volume;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Words in a series' names, most specific first: in each text the first rule that matches counts,
 * and the first text with a match decides.
 */
enum NameRule {
  ADC(Sequence.ADC, 6, "\\badc|_adc|apparent diff"),
  MAPS(
      Sequence.OTHER,
      5,
      "perf|\\bcb[fv]\\b|\\bmtt\\b|\\bttp\\b|dsc|\\bdce|(^|[_ ])dyn(?!dist)|\\basl\\b|bold|fmri|field.?map|\\bb0.?map|\\bfa\\b|_fa$|tensor|colfa|\\btof|angio|\\bmra\\b|\\bmrv\\b|\\bmip\\b|phase|spectro|\\bcsi\\b|\\bmrs\\b|mrcp"),
  SWI(Sequence.SWI, 5, "\\bswi|_swi|\\bswan|susceptib|venobold|\\(sw\\)"),
  T2_STAR(Sequence.OTHER, 4, "t2[ _]?(\\*|star)|hemo|\\bmedic\\b|\\bmerge\\b|mpgr"),
  DWI(Sequence.DWI, 5, "dwi|diff|\\bdti\\b|trace|\\bep_?b\\d|\\bb[ =_]?\\d{3,4}\\b"),
  T1_FLAIR(Sequence.T1, 4, "t1.{0,8}flair|flair.{0,8}t1"),
  FLAIR(Sequence.FLAIR, 5, "flair|\\bfla\\b|dark.?fluid|\\bt2f\\b"),
  STIR(Sequence.OTHER, 4, "\\bstir\\b|\\btirm\\b|double.?inversion|\\bdir\\b"),
  PD(Sequence.PD, 4, "\\bpdw?\\b|pd_|_pd|proton.?dens"),
  T1(
      Sequence.T1,
      4,
      "t1|mp2?-?rage|\\bbravo\\b|f?spgr|\\btfl3d|\\bvibe\\b|\\blava\\b|\\bthrive\\b"),
  T2(Sequence.T2, 4, "t2|\\bciss\\b|\\bfiesta\\b");

  private final Sequence sequence;
  private final double points;
  private final Pattern pattern;

  NameRule(Sequence sequence, double points, String regex) {
    this.sequence = sequence;
    this.points = points;
    this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  static void apply(SequenceFacts facts, Ballot ballot) {
    for (SequenceFacts.Named named : facts.names()) {
      for (NameRule rule : values()) {
        if (rule.pattern.matcher(Objects.toString(named.text(), "")).find()) {
          ballot.vote(rule.sequence, rule.points, named.quoted());
          return;
        }
      }
    }
  }
}
