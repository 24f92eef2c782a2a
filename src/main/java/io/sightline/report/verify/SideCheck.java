package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.contradicted;
import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.Extent;
import io.sightline.segmentation.anatomy.Side;
import java.util.List;
import java.util.function.Consumer;

/**
 * The side that is said, against where the voxels lie. At least half of a spot on the claimed side
 * supports it; a spot wholly on the other side contradicts it.
 */
final class SideCheck implements ClaimCheck {
  private static final double BOTH = 0.1;
  private static final double HALF = 0.5;

  @Override
  public void check(Case c, Consumer<Judgement> out) {
    boolean said = c.claim().laterality() != Laterality.NONE;
    boolean place = c.finding().extent() != Extent.RELATION || !c.linked().isEmpty();
    if (said && place && (c.claim().presence() != Presence.ABSENT || !c.linked().isEmpty())) {
      List<Spot> spots =
          c.spots().stream().filter(s -> s.location().side() != Side.UNKNOWN).toList();
      if (!spots.isEmpty()) {
        out.accept(c.claim().laterality() == Laterality.BILATERAL ? both(spots) : one(c, spots));
      } else if (!c.spots().isEmpty()) {
        out.accept(notCheckable("The side cannot be told: no paired structure was found."));
      }
    }
  }

  private static Judgement one(Case c, List<Spot> spots) {
    Laterality said = c.claim().laterality();
    Spot best = spots.getFirst();
    double most = -1;
    for (Spot s : spots) {
      double f = Where.fractionOn(s.location(), said);
      if (f > most) {
        most = f;
        best = s;
      }
    }
    if (most >= HALF || (said == Laterality.MIDLINE && best.location().side() == Side.MIDLINE)) {
      return supported("The side fits: %.0f %% of %s lies %s.", 100 * most, best.name(), on(said));
    }
    String where = "%.0f %% of %s lies on the left and %.0f %% on the right";
    Object[] figures = {
      100 * best.location().left(), best.name(), 100 * best.location().right(), on(said)
    };
    return most < BOTH
        ? contradicted("The side is wrong: " + where + ", not %s.", figures)
        : unsupported("The side fits in part: " + where + "; said is %s.", figures);
  }

  private static Judgement both(List<Spot> spots) {
    double all = spots.stream().mapToDouble(Spot::volumeMl).sum();
    double left = spots.stream().mapToDouble(s -> s.volumeMl() * s.location().left()).sum() / all;
    double right = spots.stream().mapToDouble(s -> s.volumeMl() * s.location().right()).sum() / all;
    return Math.min(left, right) >= BOTH
        ? supported("Both sides fit: %.0f %% left, %.0f %% right.", 100 * left, 100 * right)
        : contradicted("Said is both sides: %.0f %% left, %.0f %% right.", 100 * left, 100 * right);
  }

  private static String on(Laterality side) {
    return side == Laterality.MIDLINE ? "in the midline" : "on the " + side.word();
  }
}
