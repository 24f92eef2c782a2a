package io.sightline.segmentation.anatomy;

import io.sightline.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An atlas laid over a case, or the reason why it could not be.
 *
 * @param toAtlas case LPS mm to atlas LPS mm; null when there is no alignment
 * @param residualMm root mean square distance of the landmarks after alignment, 0 without one
 * @param problem null when there is an alignment
 */
public record AtlasAlignment(
    @Nullable Atlas atlas,
    @Nullable Affine toAtlas,
    double residualMm,
    int landmarks,
    @Nullable String problem) {
  static final int MIN_LANDMARKS = 6;
  static final double MIN_LANDMARK_ML = 0.3;

  static AtlasAlignment none(String problem) {
    return new AtlasAlignment(null, null, 0, 0, problem);
  }

  /** Least squares over the structures that are larger than 0.3 mL and known to the atlas. */
  static AtlasAlignment of(Atlas atlas, List<StructureMeasure> structures) {
    List<Vec3> from = new ArrayList<>();
    List<Vec3> to = new ArrayList<>();
    for (StructureMeasure s : structures) {
      Vec3 landmark = atlas.landmarks().get(s.id());
      if (landmark != null && s.volumeMl() > MIN_LANDMARK_ML) {
        from.add(landmark);
        to.add(s.centroid());
      }
    }
    if (from.size() < MIN_LANDMARKS) {
      return none(
          "Only %d structures of the atlas were found; %d are needed to align it."
              .formatted(from.size(), MIN_LANDMARKS));
    }
    Optional<Affine> fit = AffineFit.fit(from, to);
    // A head is neither mirrored nor ten times larger than another.
    return fit.filter(a -> a.determinant() > 0.1 && a.determinant() < 10)
        .map(a -> new AtlasAlignment(atlas, a.inverse(), residual(a, from, to), from.size(), null))
        .orElseGet(() -> none("The structures found do not fit the atlas."));
  }

  private static double residual(Affine a, List<Vec3> from, List<Vec3> to) {
    double sum = 0;
    for (int n = 0; n < from.size(); n++) {
      Vec3 d = a.apply(from.get(n)).minus(to.get(n));
      sum += d.dot(d);
    }
    return Math.sqrt(sum / from.size());
  }

  /** Value of the atlas at a point of the case, LPS mm; 0 outside every region. */
  public int valueAt(Vec3 lps) {
    return atlas == null || toAtlas == null ? 0 : atlas.valueAt(toAtlas.apply(lps));
  }

  /** The atlas region at a point of the case, LPS mm. */
  public Optional<AtlasLabel> at(Vec3 lps) {
    return atlas == null ? Optional.empty() : atlas.label(valueAt(lps));
  }
}
