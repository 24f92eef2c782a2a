package io.sightline.report.ground;

import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.Overlap;
import io.sightline.segmentation.anatomy.Side;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Offers the lesion head's mask of a finding against the mask decoder's. Of a focal finding it
 * offers the parts that the decoder's mask touches, or the largest part when there is no such mask;
 * of a diffuse one all parts. Parts on the side that the sentence does not mean are left out.
 */
final class Specialist {
  private static final double TOUCHES = 0.5;
  private static final float OUTSIDE = -8;

  private final LesionHead head;
  private final String source;

  Specialist(LesionHead head, String bundleId) {
    this.head = head;
    this.source = "specialist:" + bundleId + "/" + LesionHead.OUTPUT;
  }

  Optional<MaskOffer> offer(Subject subject, @Nullable Mask decoded) {
    Finding finding = subject.finding();
    if (finding == null || !head.sees(finding)) {
      return Optional.empty();
    }
    List<LesionPart> parts =
        head.parts(finding).stream().filter(p -> fits(p, subject.side())).toList();
    List<LesionPart> chosen = finding.extent() == Extent.DIFFUSE ? parts : focal(parts, decoded);
    return chosen.isEmpty()
        ? Optional.empty()
        : head.logits(finding).map(logits -> offer(logits, chosen));
  }

  private static List<LesionPart> focal(List<LesionPart> parts, @Nullable Mask decoded) {
    if (decoded == null) {
      return parts.stream().limit(1).toList();
    }
    List<LesionPart> touched =
        parts.stream()
            .filter(p -> Overlap.of(p.mask(), decoded).firstInSecond() >= TOUCHES)
            .toList();
    return touched.isEmpty()
        ? parts.stream().filter(p -> Overlap.of(p.mask(), decoded).both() > 0).limit(1).toList()
        : touched;
  }

  private static boolean fits(LesionPart part, Laterality side) {
    Side lies = part.location().side();
    return !(side == Laterality.LEFT && lies == Side.RIGHT)
        && !(side == Laterality.RIGHT && lies == Side.LEFT);
  }

  private MaskOffer offer(Volume logits, List<LesionPart> parts) {
    byte[] union = new byte[logits.voxels().length];
    for (LesionPart part : parts) {
      for (int n = 0; n < union.length; n++) {
        union[n] |= part.mask().inside()[n];
      }
    }
    Mask mask = new Mask(logits.geometry(), union);
    return MaskOffer.onModelGrid(around(logits, mask), ExpectedDice.of(logits, mask), source);
  }

  /** The logits of the mask and of the voxels that touch it; far outside everywhere else. */
  private static Volume around(Volume logits, Mask mask) {
    var g = mask.geometry();
    float[] out = new float[logits.voxels().length];
    java.util.Arrays.fill(out, OUTSIDE);
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          if (mask.at(i, j, k)) {
            keepNeighbours(logits, out, i, j, k);
          }
        }
      }
    }
    for (int n = 0; n < out.length; n++) {
      out[n] = mask.inside()[n] != 0 ? logits.voxels()[n] : Math.min(out[n], -0.01f);
    }
    return new Volume(g, out);
  }

  private static void keepNeighbours(Volume logits, float[] out, int x, int y, int z) {
    var g = logits.geometry();
    for (int k = Math.max(0, z - 1); k <= Math.min(g.nz() - 1, z + 1); k++) {
      for (int j = Math.max(0, y - 1); j <= Math.min(g.ny() - 1, y + 1); j++) {
        for (int i = Math.max(0, x - 1); i <= Math.min(g.nx() - 1, x + 1); i++) {
          int n = g.offset(i, j, k);
          out[n] = logits.voxels()[n];
        }
      }
    }
  }
}
