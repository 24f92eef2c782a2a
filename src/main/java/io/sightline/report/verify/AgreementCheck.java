package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.gather.Agreement;
import io.sightline.report.lexicon.Site;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is said of a structure, against a specialist that outlines it too. Agreement about the
 * outline supports no words; disagreement takes the ground from under them, unless the specialist
 * is not trusted here: then it is a note.
 */
final class AgreementCheck implements ClaimCheck {

  @Override
  public void check(Case c, Consumer<Judgement> out) {
    about(c).forEach(a -> out.accept(judge(a)));
  }

  /** Agreements about the structures that the claim is about. */
  static List<Agreement> about(Case c) {
    Set<String> structures = structures(c);
    return c.facts().agreements().stream().filter(a -> structures.contains(a.structure())).toList();
  }

  private static Set<String> structures(Case c) {
    if (!c.finding().structures().isEmpty()) {
      return Set.copyOf(c.finding().structures());
    }
    Site site = c.site();
    boolean place = !c.linked().isEmpty() && c.shown().isEmpty();
    return site == null || !place || site.structures().contains("*")
        ? Set.of()
        : Set.copyOf(site.structures());
  }

  private static Judgement judge(Agreement a) {
    Object[] figures = {a.specialist(), a.name(), a.specialistMl(), a.generalistMl(), a.dice()};
    if (!a.disagrees()) {
      return notCheckable(
          "Specialist %s agrees about the %s: %.1f mL, the generalist has %.1f mL (Dice %.2f).",
          figures);
    }
    String differs =
        String.format(
            Locale.ROOT,
            "Specialist %s disagrees about the %s: %.1f mL, the generalist has %.1f mL (Dice"
                + " %.2f)",
            figures);
    return a.distrust() == null
        ? unsupported("%s.", differs)
        : notCheckable("%s. It is not trusted here: %s.", differs, a.distrust());
  }
}
