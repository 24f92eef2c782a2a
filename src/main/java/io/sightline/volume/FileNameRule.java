package io.sightline.volume;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words in the name of a NIfTI file: BIDS suffixes, the habits of BraTS, and what people type. A
 * name is cut at everything that is neither letter nor digit; each piece matches whole.
 */
enum FileNameRule {
  T1C(Sequence.T1C, "t1w?(c|ce|gd|gad|post|km|contrast|enhanced)|t1c(e|w)|cet1w?"),
  T1(Sequence.T1, "t1(w|n|wi|pre|weighted)?|mp2?rage|spgr|bravo"),
  FLAIR(Sequence.FLAIR, "(t2)?flair|fla|flr|t2f|tirm"),
  T2(Sequence.T2, "t2(w|wi|n|tse|fse|weighted)?"),
  ADC(Sequence.ADC, "adc"),
  DWI(Sequence.DWI, "dwi|trace|tracew|b[0-9]{3,4}"),
  PD(Sequence.PD, "pdw?"),
  SWI(Sequence.SWI, "swi|swan"),
  T2_STAR(Sequence.OTHER, "t2(s|star)w?"),
  CT(Sequence.CT, "n?cct|ct|hrct"),
  PT(Sequence.PT, "pt|pet|fdg");

  private static final Pattern CUT = Pattern.compile("[^a-z0-9]+");
  private static final Set<String> MASKS =
      Set.of("seg", "mask", "label", "labels", "labelmap", "dseg", "aseg", "segmentation", "gmseg");
  private static final Set<String> AGENTS =
      Set.of("ce", "gd", "gad", "gadolinium", "post", "contrast", "km");
  private static final double SURE = 0.9;
  private static final double UNSURE = 0.4;

  private final Sequence sequence;
  private final Pattern pattern;

  FileNameRule(Sequence sequence, String regex) {
    this.sequence = sequence;
    this.pattern = Pattern.compile(regex);
  }

  static SequenceGuess classify(String name) {
    String shown = name.replaceAll(".*[/\\\\]", "").replaceAll("\\p{Cntrl}", "?");
    String stem = shown.toLowerCase(Locale.ROOT).replaceAll("\\.(nii|gz|img|hdr)", "");
    List<String> words = Arrays.stream(CUT.split(stem)).filter(w -> !w.isEmpty()).toList();
    if (words.stream().anyMatch(MASKS::contains)) {
      return new SequenceGuess(Sequence.OTHER, SURE, "name '" + shown + "' says it is a mask");
    }
    Set<Sequence> found = EnumSet.noneOf(Sequence.class);
    for (String word : words) {
      Sequence match = match(word);
      if (match != null) {
        found.add(match);
      }
    }
    if (found.contains(Sequence.T1) && words.stream().anyMatch(AGENTS::contains)) {
      found.add(Sequence.T1C);
    }
    if (found.contains(Sequence.T1C)) {
      found.remove(Sequence.T1);
    }
    return guess(shown, found);
  }

  private static SequenceGuess guess(String shown, Set<Sequence> found) {
    if (found.size() == 1) {
      return new SequenceGuess(found.iterator().next(), SURE, "name '" + shown + "'");
    }
    String why = found.isEmpty() ? "names no sequence" : "names several sequences";
    return new SequenceGuess(
        Sequence.OTHER,
        found.isEmpty() ? 0 : UNSURE,
        "name '%s' %s; taken as other".formatted(shown, why));
  }

  private static @Nullable Sequence match(String word) {
    return Arrays.stream(values())
        .filter(r -> r.pattern.matcher(word).matches())
        .map(r -> r.sequence)
        .findFirst()
        .orElse(null);
  }
}
