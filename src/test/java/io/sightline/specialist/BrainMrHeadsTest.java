package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleReader;
import io.sightline.bundle.LabelSpec;
import io.sightline.segmentation.MaskCleaner;
import io.sightline.segmentation.Overlap;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.segmentation.anatomy.StructureSurvey;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.vision.BrainMrBundle;
import io.sightline.vision.Encoding;
import io.sightline.vision.TinyVisionEncoder;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import io.sightline.volume.preprocess.GridMapper;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The heads of brain-mr as bundles of their own ({@code models/kit export-heads}) see in the stored
 * case, three of four sequences, what brain-mr's encoder sees. Skipped where they were not
 * exported.
 */
class BrainMrHeadsTest {
  private static final Path MODELS =
      Path.of(System.getProperty("sightline.home", "."), "models").toAbsolutePath().normalize();

  private static BrainMrBundle models;
  private static SequencedMap<Sequence, Volume> series = new LinkedHashMap<>();
  private static Encoding encoding;

  @BeforeAll
  static void encode() throws URISyntaxException {
    for (String head : List.of("lesions", "structures")) {
      Assumptions.assumeTrue(
          Files.exists(MODELS.resolve("brain-mr-" + head + "/network.onnx")),
          "the heads of brain-mr were not exported here");
    }
    models = BrainMrBundle.open();
    for (Sequence s : List.of(Sequence.T1, Sequence.T1C, Sequence.FLAIR)) {
      var url = BrainMrHeadsTest.class.getResource("/brain-mr/case/" + s.label() + ".nii.gz");
      Path file = Path.of(Objects.requireNonNull(url).toURI());
      series.put(s, NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst());
    }
    encoding = TinyVisionEncoder.of(models).encode(models.bundle(), series, new Cancellation());
  }

  @AfterAll
  static void close() {
    if (models != null) {
      models.close();
    }
  }

  private static Segmentation run(String id) {
    Bundle bundle = new BundleReader().read(MODELS.resolve(id));
    assertThat(bundle.problems()).isEmpty();
    assertThat(bundle.manifest().provenance().takenFrom()).isEqualTo("brain-mr");
    Segmentation found =
        (Segmentation)
            new OnnxSpecialist(bundle, Task.SEGMENT, Networks.of(models.pool()))
                .run(series, new Cancellation());
    assertThat(models.openTensors()).isZero();
    return found;
  }

  @Test
  void lesionsAreThoseOfTheGeneralist() {
    Segmentation found = run("brain-mr-lesions");
    assertThat(found.labels()).isNotEmpty();
    var source = series.get(found.sequence()).geometry();
    encoding
        .lesionLogits()
        .forEach(
            (id, logits) -> {
              Mask expected = MaskCleaner.dropBelow(GridMapper.mask(logits, source, 0), 0.2);
              assertThat(found.label(id).isPresent()).as(id).isEqualTo(!expected.isEmpty());
              found
                  .label(id)
                  .ifPresent(
                      l ->
                          assertThat(Overlap.of(l.mask(), expected).dice())
                              .as(id)
                              .isGreaterThan(0.999));
            });
  }

  @Test
  void structuresAreThoseOfTheGeneralist() {
    Segmentation found = run("brain-mr-structures");
    var source = series.get(found.sequence()).geometry();
    List<LabelSpec> labels = models.bundle().manifest().output("structures").orElseThrow().labels();
    List<StructureMeasure> expected =
        StructureSurvey.of(GridMapper.labels(encoding.structures(), source), labels);
    assertThat(found.labels()).hasSameSizeAs(expected);
    for (StructureMeasure s : expected) {
      assertThat(found.label(s.id()).orElseThrow().volumeMl())
          .as(s.id())
          .isCloseTo(s.volumeMl(), within(0.05));
    }
  }
}
