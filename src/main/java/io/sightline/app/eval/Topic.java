package io.sightline.app.eval;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.Laterality;
import io.sightline.report.document.Sentence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one sentence is about: its most special claim, as the training kit reads it.
 *
 * @param finding id in the lexicon
 * @param asserted whether the sentence says that it is there
 * @param side left or right when the sentence names one side for it, both as bilateral, else none
 * @param sites names of the places that the sentence names for it
 */
record Topic(Claim claim, String finding, boolean asserted, Laterality side, Set<String> sites) {
  /** From the most special: "the mass is surrounded by oedema" is about the oedema. */
  private static final List<String> ORDER =
      List.of(
          "white-matter-hyperintensity",
          "oedema",
          "necrosis",
          "mass-effect",
          "subdural-haematoma",
          "haemorrhage",
          "infarct",
          "hippocampal-atrophy",
          "midline-shift",
          "tumour-core",
          "enhancement",
          "ventricular-asymmetry",
          "ventriculomegaly",
          "mass");

  /** Such words speak of the whole mass, not of the part that enhances. */
  private static final Pattern ENHANCING_MASS =
      Pattern.compile("enhancing (?:mass|lesion|tumour|nodule|foc)", Pattern.CASE_INSENSITIVE);

  private static final Pattern PART =
      Pattern.compile("\\bthe enhancing tumour\\b", Pattern.CASE_INSENSITIVE);

  /** Null when the sentence claims nothing. */
  static @Nullable Topic of(Sentence sentence, Said said) {
    boolean wholeMass =
        ENHANCING_MASS.matcher(sentence.text()).find() && !PART.matcher(sentence.text()).find();
    for (String finding : ORDER) {
      if (wholeMass && finding.equals("enhancement")) {
        continue;
      }
      List<Claim> claims = sentence.claims().stream().filter(c -> said.about(c, finding)).toList();
      if (!claims.isEmpty()) {
        return of(sentence, claims, finding, said);
      }
    }
    return sentence.claims().isEmpty()
        ? null
        : of(sentence, sentence.claims(), sentence.claims().getFirst().finding(), said);
  }

  private static Topic of(Sentence sentence, List<Claim> claims, String finding, Said said) {
    List<Claim> asserted = claims.stream().filter(c -> said.asserts(sentence, c)).toList();
    List<Claim> meant = asserted.isEmpty() ? claims : asserted;
    Set<Laterality> sides = new LinkedHashSet<>();
    Set<String> sites = new LinkedHashSet<>();
    for (Claim c : meant) {
      if (c.laterality() != Laterality.NONE) {
        sides.add(c.laterality());
      }
      if (c.site() != null) {
        sites.add(c.site());
      }
    }
    Laterality side =
        sides.isEmpty()
            ? Laterality.NONE
            : sides.size() == 1 ? sides.iterator().next() : Laterality.BILATERAL;
    return new Topic(meant.getFirst(), finding, !asserted.isEmpty(), side, Set.copyOf(sites));
  }

  /** Whether it is one of the findings that are told apart by rank. */
  boolean ranked() {
    return ORDER.contains(finding);
  }

  /** Left or right. */
  boolean sided() {
    return side == Laterality.LEFT || side == Laterality.RIGHT;
  }
}
