package io.sightline.segmentation.anatomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.LabelSpec;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Grids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A made-up head: four paired structures as balls and a brain stem, on an oblique grid. */
class AnatomyContextTest {
  private static final Map<String, Vec3> PAIRS =
      Map.of(
          "thalamus", new Vec3(12, 5, 0),
          "putamen", new Vec3(26, -6, 2),
          "hippocampus", new Vec3(25, 18, -14),
          "amygdala", new Vec3(22, 2, -20));
  private static final Vec3 STEM = new Vec3(0, 28, -34);
  private static final VolumeGeometry GRID =
      Grids.turned(60, 60, 60, new Vec3(2, 2, 2), new Vec3(7, 9, -11), 5, -8, 12);

  /** Where the case's head lies: the made-up head turned about z and moved. */
  private static Vec3 inCase(Vec3 p) {
    double c = Math.cos(0.2);
    double s = Math.sin(0.2);
    return new Vec3(c * p.x() - s * p.y() + 7, s * p.x() + c * p.y() + 5, 1.1 * p.z() - 6);
  }

  private static Map<String, Vec3> landmarks() {
    Map<String, Vec3> all = new HashMap<>();
    PAIRS.forEach(
        (id, p) -> {
          all.put("left-" + id, p);
          all.put("right-" + id, new Vec3(-p.x(), p.y(), p.z()));
        });
    all.put("brain-stem", STEM);
    return all;
  }

  private static final List<LabelSpec> LABELS = labels();

  private static List<LabelSpec> labels() {
    List<LabelSpec> labels = new ArrayList<>();
    labels.add(new LabelSpec(0, "background", "background", null));
    for (String id : landmarks().keySet().stream().sorted().toList()) {
      labels.add(new LabelSpec(labels.size(), id, null, null));
    }
    return labels;
  }

  private static LabelMap segmentation(List<LabelSpec> present) {
    byte[] map = new byte[GRID.voxels()];
    for (LabelSpec l : present) {
      Vec3 at = landmarks().get(l.id());
      Mask ball = at == null ? Grids.mask(GRID, _ -> false) : Grids.ball(GRID, inCase(at), 6);
      for (int n = 0; n < map.length; n++) {
        map[n] = ball.inside()[n] != 0 ? (byte) l.index() : map[n];
      }
    }
    return new LabelMap(GRID, map);
  }

  /** Left of the plane is label 1, right of it label 2. */
  private static Atlas atlas() {
    VolumeGeometry g = Grids.turned(50, 50, 50, new Vec3(2, 2, 2), new Vec3(0, 0, 0), 0, 0, 0);
    byte[] map = new byte[g.voxels()];
    for (int n = 0; n < map.length; n++) {
      map[n] = (byte) (g.toPatient(n % 50, 0, 0).x() > 0 ? 1 : 2);
    }
    return new Atlas(
        new LabelMap(g, map),
        List.of(
            new AtlasLabel(
                1, "left-frontal-lobe", "left frontal lobe", Side.LEFT, "frontal lobe", null),
            new AtlasLabel(
                2, "right-frontal-lobe", "right frontal lobe", Side.RIGHT, "frontal lobe", null)),
        landmarks());
  }

  private static AnatomyContext anatomy() {
    return new AnatomyContext(segmentation(LABELS), LABELS, Optional.of(atlas()));
  }

  @Test
  void everyStructureHasTheVolumeAndCentroidOfItsBall() {
    AnatomyContext anatomy = anatomy();
    assertThat(anatomy.structures()).hasSize(9);
    StructureMeasure thalamus = anatomy.structure("left-thalamus").orElseThrow();
    assertThat(thalamus.volumeMl()).isCloseTo(0.905, within(0.06));
    assertThat(thalamus.centroid().distance(inCase(PAIRS.get("thalamus")))).isLessThan(0.2);
    assertThat(thalamus.side()).isEqualTo(Side.LEFT);
    assertThat(thalamus.unsidedId()).isEqualTo("thalamus");
  }

  @Test
  void theAtlasIsCarriedOntoTheTurnedAndStretchedHead() {
    AtlasAlignment alignment = anatomy().atlas();
    assertThat(alignment.problem()).isNull();
    assertThat(alignment.landmarks()).isEqualTo(9);
    assertThat(alignment.residualMm()).isLessThan(0.3);
    assertThat(alignment.at(inCase(new Vec3(15, -30, 20))).orElseThrow().id())
        .isEqualTo("left-frontal-lobe");
    assertThat(alignment.at(inCase(new Vec3(-15, -30, 20))).orElseThrow().id())
        .isEqualTo("right-frontal-lobe");
  }

  @Test
  void aLesionInTheLeftThalamusIsLeftAndInTheThalamus() {
    Mask lesion = Grids.ball(GRID, inCase(PAIRS.get("thalamus")), 5);
    Location location = anatomy().locate(lesion);
    assertThat(location.side()).isEqualTo(Side.LEFT);
    assertThat(location.fractionIn("thalamus")).isEqualTo(1);
    assertThat(location.mainRegion().orElseThrow().site()).isEqualTo("frontal-lobe");
    assertThat(location.right()).isZero();
  }

  @Test
  void sidesArePatientSidesEvenWhenTheHeadIsTurned() {
    Vec3 farRight = inCase(new Vec3(-30, 0, 0));
    assertThat(anatomy().locate(List.of(farRight)).side()).isEqualTo(Side.RIGHT);
  }

  @Test
  void twoDistantPartsAreBilateralAndOneAcrossThePlaneIsMidline() {
    Mask both =
        Grids.mask(
            GRID,
            p ->
                p.distance(inCase(new Vec3(28, 0, 8))) <= 6
                    || p.distance(inCase(new Vec3(-28, 0, 8))) <= 6);
    assertThat(anatomy().locate(both).side()).isEqualTo(Side.BILATERAL);
    Mask across = Grids.ball(GRID, inCase(new Vec3(0, 0, 8)), 6);
    assertThat(anatomy().locate(across).side()).isEqualTo(Side.MIDLINE);
  }

  @Test
  void anEmptyMaskIsNowhere() {
    assertThat(anatomy().locate(Grids.mask(GRID, _ -> false))).isEqualTo(Location.UNKNOWN);
  }

  @Test
  void fiveStructuresAreTooFewForTheAtlasAndTheReasonSaysSo() {
    List<LabelSpec> few = LABELS.subList(0, 6);
    AnatomyContext anatomy = new AnatomyContext(segmentation(few), LABELS, Optional.of(atlas()));
    assertThat(anatomy.atlas().problem())
        .isEqualTo("Only 5 structures of the atlas were found; 6 are needed to align it.");
    assertThat(anatomy.locate(List.of(inCase(new Vec3(30, 0, 0)))).mainRegion()).isEmpty();
  }

  @Test
  void withoutPairsTheSideIsUnknownRatherThanGuessed() {
    AnatomyContext anatomy =
        new AnatomyContext(segmentation(LABELS.subList(0, 3)), LABELS, Optional.empty());
    assertThat(anatomy.locate(List.of(new Vec3(30, 0, 0))).side()).isEqualTo(Side.UNKNOWN);
    assertThat(anatomy.atlas().problem()).isEqualTo("The bundle carries no atlas.");
  }

  @Test
  void landmarksInAPlaneDetermineNoAffine() {
    List<Vec3> flat =
        List.of(
            new Vec3(0, 0, 5),
            new Vec3(9, 0, 5),
            new Vec3(0, 9, 5),
            new Vec3(7, 3, 5),
            new Vec3(2, 8, 5),
            new Vec3(5, 5, 5));
    assertThat(AffineFit.fit(flat, flat)).isEmpty();
  }

  @Test
  void theFitRecoversAnAffineExactlyAndItsInverseUndoesIt() {
    List<Vec3> from = List.copyOf(landmarks().values());
    Affine fit =
        AffineFit.fit(from, from.stream().map(AnatomyContextTest::inCase).toList()).orElseThrow();
    Vec3 p = new Vec3(3, -17, 29);
    assertThat(fit.apply(p).distance(inCase(p))).isLessThan(1e-9);
    assertThat(fit.inverse().apply(fit.apply(p)).distance(p)).isLessThan(1e-9);
    assertThat(fit.determinant()).isCloseTo(1.1, within(1e-9));
  }
}
