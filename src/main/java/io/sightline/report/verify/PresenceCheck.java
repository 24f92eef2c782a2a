package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Presence;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.Overlap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A finding that is said to be there, against its mask and the lesion head. A region supports it
 * when at least a quarter of the region is what the lesion head calls that finding. What no class
 * of the head sees is left to the encoder's score where there is one.
 */
final class PresenceCheck implements ClaimCheck {
  static final double AGREES = 0.25;

  @Override
  public void check(Case c, Consumer<Judgement> out) {
    if (c.claim().presence() == Presence.ABSENT) {
      return;
    }
    Finding f = c.finding();
    if (!c.facts().visible(f)) {
      out.accept(
          notCheckable(
              "Judging %s needs %s, which was not given.",
              f.name(), String.join(" or ", f.seenOn())));
      return;
    }
    Optional<Judgement> score = FindingScore.of(c);
    score.ifPresent(out);
    if (!f.structures().isEmpty() || score.filter(FindingScore::decides).isEmpty()) {
      out.accept(judge(c));
    }
  }

  private static Judgement judge(Case c) {
    Finding f = c.finding();
    if (f.extent() == Extent.RELATION) {
      return notCheckable("Nothing in this bundle measures %s.", f.name());
    }
    if (!f.structures().isEmpty()) {
      return notCheckable(
          "%s: no normal range is declared to compare with.", StructureVolumes.of(c));
    }
    if (!c.facts().head().sees(f)) {
      return unseen(c);
    }
    return c.shown().isEmpty() ? byHead(c) : byRegion(c);
  }

  private static Judgement unseen(Case c) {
    String name = c.finding().name();
    return c.linked().isEmpty()
        ? unsupported("No region shows %s and no class of the lesion head tells it.", name)
        : notCheckable(
            "A region is linked, but no class of the lesion head tells %s from other findings.",
            name);
  }

  private static Judgement byHead(Case c) {
    double ml = c.facts().head().ml(c.finding());
    return ml > 0
        ? supported(
            "No region is linked; the lesion head sees %.1f mL of %s.%s",
            ml, c.finding().name(), nature(c.finding()))
        : unsupported(
            "No region shows %s and the lesion head sees none (nothing of %.1f mL or more).",
            c.finding().name(), c.facts().head().minMl());
  }

  private static Judgement byRegion(Case c) {
    FoundRegion best = c.shown().getFirst();
    double most = -1;
    for (FoundRegion r : c.shown()) {
      double share = share(c, r);
      if (share > most) {
        most = share;
        best = r;
      }
    }
    String text =
        String.format(
            Locale.ROOT,
            "Region %s has %.1f mL; %.0f %% of it is what the lesion head calls %s (%.1f mL in all).",
            best.id(),
            best.region().volumeMl(),
            100 * most,
            c.finding().name(),
            c.facts().head().ml(c.finding()));
    return most >= AGREES
        ? supported("%s%s", text, nature(c.finding()))
        : unsupported("%s At least %.0f %% is asked for.", text, 100 * AGREES);
  }

  private static double share(Case c, FoundRegion region) {
    double sum = 0;
    for (LesionPart part : c.facts().head().parts(c.finding())) {
      sum += Overlap.of(region.onModelGrid(), part.mask()).firstInSecond();
    }
    return sum;
  }

  /** A mask shows that something is there, not what it is. */
  private static String nature(Finding f) {
    return f.kinds().contains("tumour") || f.kinds().contains("mass")
        ? " That it is a " + f.name() + " cannot be seen from a mask."
        : "";
  }
}
