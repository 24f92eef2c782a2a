package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.contradicted;
import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.FindingScores;
import io.sightline.segmentation.anatomy.Location;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A finding that is said to be absent, against every region of the report and the lesion head. When
 * the sentence names a place, only what lies there counts: at least 0.3 mL and 5 % of the region,
 * so that a border that is a voxel off contradicts nothing. A focal finding counts from 0.5 mL up,
 * so that a speck does not. Networks outline things that are not there: where the encoder's score
 * says that the finding is unlikely, its outline takes support away and contradicts nothing. What
 * no class of the head sees is left to the score where there is one.
 */
final class AbsenceCheck implements ClaimCheck {
  static final double FOCAL_MIN_ML = 0.5;
  static final double MIN_ML_IN_PLACE = 0.3;
  static final double MIN_SHARE_IN_PLACE = 0.05;

  @Override
  public void check(Case c, Consumer<Judgement> out) {
    if (c.claim().presence() != Presence.ABSENT) {
      return;
    }
    Finding denied = c.finding();
    if (!c.facts().visible(denied)) {
      out.accept(
          notCheckable(
              "Excluding %s needs %s, which was not given.",
              denied.name(), String.join(" or ", denied.seenOn())));
      return;
    }
    Optional<Judgement> region = byRegion(c);
    Optional<Judgement> score = FindingScore.of(c);
    region.ifPresent(out);
    score.ifPresent(out);
    boolean measured = !denied.structures().isEmpty();
    if (region.isEmpty() && (measured || score.filter(FindingScore::decides).isEmpty())) {
      out.accept(unshown(c));
    }
  }

  private static Optional<Judgement> byRegion(Case c) {
    Finding denied = c.finding();
    for (FoundRegion r : c.facts().regions()) {
      if (r.finding() != null
          && denied.covers(r.finding())
          && counts(c, r.location(), r.region().volumeMl())) {
        return Optional.of(
            contradicted(
                "Region %s shows %s of %.1f mL%s.",
                r.id(), r.finding().name(), r.region().volumeMl(), place(c)));
      }
    }
    return Optional.empty();
  }

  private static Judgement unshown(Case c) {
    Finding denied = c.finding();
    if (!denied.structures().isEmpty()) {
      return notCheckable(
          "%s: no normal range is declared to compare with.", StructureVolumes.of(c));
    }
    return c.facts().head().sees(denied)
        ? byHead(c)
        : notCheckable("Nothing in this bundle measures %s.", denied.name());
  }

  private static Judgement byHead(Case c) {
    double ml = 0;
    for (LesionPart part : c.facts().head().parts(c.finding())) {
      if (counts(c, part.location(), part.volumeMl())) {
        ml += inPlace(c, part.location()) * part.volumeMl();
      }
    }
    if (ml <= 0) {
      return supported(
          "No region shows %s and the lesion head sees none%s (nothing of %.1f mL or more).",
          c.finding().name(), place(c), leastMl(c));
    }
    String seen =
        String.format(
            Locale.ROOT, "The lesion head sees %.1f mL of %s%s", ml, c.finding().name(), place(c));
    FindingScores scores = c.facts().scores();
    return scores.believes(c.finding())
        ? contradicted("%s.", seen)
        : unsupported(
            "%s; with a score of %.2f (below %.2f) that is likelier a false alarm: look there.",
            seen, scores.likely(c.finding()).orElseThrow(), FindingScores.BELIEVED);
  }

  private static boolean counts(Case c, Location location, double ml) {
    double share = inPlace(c, location);
    return placed(c)
        ? share >= MIN_SHARE_IN_PLACE && share * ml >= MIN_ML_IN_PLACE
        : ml >= leastMl(c);
  }

  private static double leastMl(Case c) {
    double head = c.facts().head().minMl();
    return c.finding().extent() != Extent.DIFFUSE ? Math.max(head, FOCAL_MIN_ML) : head;
  }

  private static double inPlace(Case c, Location location) {
    double site = c.site() == null ? 1 : Where.fractionIn(location, c.site());
    return site * Where.fractionOn(location, c.claim().laterality());
  }

  private static boolean placed(Case c) {
    return (c.site() != null && !c.site().structures().contains("*"))
        || c.claim().laterality() == Laterality.LEFT
        || c.claim().laterality() == Laterality.RIGHT;
  }

  private static String place(Case c) {
    String side =
        placed(c) && c.claim().laterality() != Laterality.NONE
            ? c.claim().laterality().word() + " "
            : "";
    return placed(c) ? " in the " + side + (c.site() == null ? "side" : c.site().name()) : "";
  }
}
