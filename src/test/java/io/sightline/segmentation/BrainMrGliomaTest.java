package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.segmentation.anatomy.Side;
import io.sightline.shared.Cancellation;
import io.sightline.vision.BrainMrBundle;
import io.sightline.vision.Encoding;
import io.sightline.vision.Glioma;
import io.sightline.vision.TinyVisionEncoder;
import io.sightline.volume.Mask;
import io.sightline.volume.Sequence;
import io.sightline.volume.preprocess.GridMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The real glioma TCGA-DU-7294 through the bundle, in the scanner's own grid, against the fused
 * segmentation. Never trained on.
 */
class BrainMrGliomaTest {
  private static BrainMrBundle models;
  private static Mask truth;
  private static Encoding encoding;

  @BeforeAll
  static void encode() {
    models = BrainMrBundle.open();
    truth = Glioma.wholeLesion();
    encoding = encoding(Sequence.T1, Sequence.T1C, Sequence.T2, Sequence.FLAIR);
  }

  @AfterAll
  static void close() {
    if (models != null) {
      models.close();
    }
  }

  private static Encoding encoding(Sequence... sequences) {
    return TinyVisionEncoder.of(models)
        .encode(models.bundle(), Glioma.series(sequences), new Cancellation());
  }

  private static Mask lesion(Encoding e) {
    return GridMapper.mask(e.lesionLogits().get("lesion"), truth.geometry(), 0);
  }

  /**
   * The channel holds every lesion, white-matter change too, so this is below the tumour's Dice.
   */
  @Test
  void fourSequencesOutlineTheLesion() {
    assertThat(Overlap.of(lesion(encoding), truth).dice()).isGreaterThan(0.55);
  }

  @Test
  void flairAloneFindsIt() {
    assertThat(Overlap.of(lesion(encoding(Sequence.FLAIR)), truth).dice()).isGreaterThan(0.55);
  }

  @Test
  void theAtlasPutsReferenceAndFoundCoreOnOneSideAndInOneLobe() {
    AnatomyContext anatomy = AnatomyContext.of(models.bundle(), encoding);
    assertThat(anatomy.atlas().problem()).isNull();
    assertThat(anatomy.atlas().residualMm()).isLessThan(5);
    assertThat(anatomy.locate(truth).side()).isEqualTo(Side.RIGHT);
    Location found = anatomy.locate(core());
    assertThat(found.side()).isEqualTo(Side.RIGHT);
    assertThat(found.mainRegion().orElseThrow().site())
        .isEqualTo(anatomy.locate(truth).mainRegion().orElseThrow().site());
  }

  private static Mask core() {
    return GridMapper.mask(encoding.lesionLogits().get("core"), truth.geometry(), 0);
  }

  @Test
  void itsMeasuresAreThoseOfItsVoxels() {
    Mask lesion = lesion(encoding);
    RegionMeasurement m = RegionMeasurer.measure(lesion);
    assertThat(m.volumeMl()).isEqualTo(lesion.count() * lesion.geometry().voxelMl());
    assertThat(m.components()).isEqualTo(ConnectedComponents.of(lesion).size());
    assertThat(lesion.geometry().toIndex(m.boxMax()).minus(lesion.geometry().toIndex(m.boxMin())))
        .matches(d -> Math.abs(d.x()) < 240 && Math.abs(d.z()) < 155 && m.maxDiameterMm() > 20);
  }
}
