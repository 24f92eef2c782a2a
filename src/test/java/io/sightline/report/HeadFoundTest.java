package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.RIGHT_FRONTAL;
import static io.sightline.report.ToyHead.ball;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.BundleManifest;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.MeasuredLine;
import io.sightline.report.gather.MeasuredLine.Found;
import io.sightline.report.ground.LesionHead;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.vision.Encoding;
import io.sightline.volume.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a bundle's own lesion head says in its prompt. */
class HeadFoundTest {
  private final Map<String, Volume> lesions = new HashMap<>();

  private List<Found> found(BundleManifest manifest) {
    Encoding encoding = ToyHead.encoding(lesions);
    AnatomyContext anatomy = AnatomyContext.of(ToyBundle.BUNDLE, encoding);
    return HeadFound.of(
        manifest, LesionHead.of(manifest, encoding, anatomy), PipelineFixture.LEXICON);
  }

  private String line() {
    Encoding encoding = ToyHead.encoding(lesions);
    return MeasuredLine.of(
        Gathered.NOTHING,
        found(ToyBundle.namingFindings()),
        AnatomyContext.of(ToyBundle.BUNDLE, encoding),
        PipelineFixture.LEXICON);
  }

  @Test
  void labelsThatNameTheirFindingSpeakInTheLexiconsWords() {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put("core", ball(LEFT_FRONTAL, 10));
    assertThat(found(ToyBundle.namingFindings()))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.word().word()).isEqualTo("mass");
              assertThat(f.volumeMl()).isCloseTo(17.2, within(1.5));
              assertThat(f.mask().volumeMl()).isCloseTo(f.volumeMl(), within(1e-6));
            });
    assertThat(line()).startsWith("measured: mass").endsWith("\n");
  }

  @Test
  void theLargerComesFirst() {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put("core", ball(LEFT_FRONTAL, 10));
    lesions.put("wmh", ball(RIGHT_FRONTAL, 8));
    assertThat(line()).matches("measured: mass.*; white-matter hyperintensities\\n");
  }

  @Test
  void specksAreNotTold() {
    lesions.put("wmh", ball(RIGHT_FRONTAL, 4));
    assertThat(found(ToyBundle.namingFindings())).isEmpty();
    assertThat(line()).isEmpty();
  }

  @Test
  void labelsWithoutAFindingSayNothing() {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put("core", ball(LEFT_FRONTAL, 10));
    assertThat(found(ToyBundle.BUNDLE.manifest())).isEmpty();
  }
}
