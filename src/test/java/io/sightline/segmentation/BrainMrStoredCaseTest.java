package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.bundle.FileEntry;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.language.OnnxLanguageModel;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.segmentation.anatomy.StructureSurvey;
import io.sightline.shared.Cancellation;
import io.sightline.vision.BrainMrBundle;
import io.sightline.vision.Encoding;
import io.sightline.vision.TinyVisionEncoder;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import io.sightline.volume.preprocess.GridMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One synthetic study from NIfTI files to regions against what the kit's PyTorch pipeline makes of
 * the same files ({@code models/kit/sightline_kit/stored_case.py}): oblique, 3 mm, three sequences.
 */
class BrainMrStoredCaseTest {
  private static BrainMrBundle models;
  private static JsonNode expected;
  private static Encoding encoding;
  private static List<GenerationEvent> draft;

  @BeforeAll
  static void run() throws IOException {
    models = BrainMrBundle.open();
    var url = BrainMrStoredCaseTest.class.getResource("/brain-mr/case/expected.json");
    Assumptions.assumeTrue(url != null, "no stored case for these weights");
    expected = new ObjectMapper().readTree(url);
    for (FileEntry file : models.bundle().manifest().files()) {
      JsonNode meant = expected.get("graphs").get(file.path());
      Assumptions.assumeTrue(
          meant == null || meant.asText().equals(file.sha256()),
          "the stored case was made for other weights: run sightline_kit.stored_case again");
    }
    Map<Sequence, Volume> series = new EnumMap<>(Sequence.class);
    for (Sequence s : List.of(Sequence.T1, Sequence.T1C, Sequence.FLAIR)) {
      series.put(s, read(s.label() + ".nii.gz"));
    }
    encoding = TinyVisionEncoder.of(models).encode(models.bundle(), series, new Cancellation());
    draft = new ArrayList<>();
    try (OnnxLanguageModel language = new OnnxLanguageModel(models.pool())) {
      language.generate(
          models.bundle(),
          encoding.imageTokens(),
          "<bos><task:report>sequences: T1 T1C FLAIR\n",
          GenerationOptions.greedy(320),
          draft::add,
          new Cancellation());
    }
  }

  @AfterAll
  static void close() {
    if (models != null) {
      models.close();
    }
  }

  private static Volume read(String file) {
    try {
      var url = BrainMrStoredCaseTest.class.getResource("/brain-mr/case/" + file);
      Path path = Path.of(Objects.requireNonNull(url, file).toURI());
      return NiftiReader.read(path, VolumeLimits.DEFAULT).volumes().getFirst();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theGridLiesWhereTheKitPutsItAndTheGatesAreTheSame() {
    JsonNode origin = expected.get("grid").get("origin");
    assertThat(encoding.grid().origin().x()).isCloseTo(origin.get(0).asDouble(), within(1e-3));
    assertThat(encoding.grid().origin().y()).isCloseTo(origin.get(1).asDouble(), within(1e-3));
    assertThat(encoding.grid().origin().z()).isCloseTo(origin.get(2).asDouble(), within(1e-3));
    encoding
        .contributions()
        .forEach(
            (s, w) ->
                assertThat(w)
                    .isCloseTo(expected.get("gates").get(s.label()).asDouble(), within(1e-3)));
  }

  @Test
  void structuresAndLesionsHaveTheSameVolumes() {
    Map<String, Double> ml =
        StructureSurvey.of(
                encoding.structures(),
                models.bundle().manifest().output("structures").orElseThrow().labels())
            .stream()
            .collect(Collectors.toMap(StructureMeasure::id, StructureMeasure::volumeMl));
    expected
        .get("structureMl")
        .properties()
        .forEach(e -> close(e.getKey(), ml.getOrDefault(e.getKey(), 0.0), e.getValue()));
    expected
        .get("lesionMl")
        .properties()
        .forEach(
            e ->
                close(
                    e.getKey(),
                    GridMapper.above(encoding.lesionLogits().get(e.getKey()), 0).volumeMl(),
                    e.getValue()));
  }

  private static void close(String what, double ml, JsonNode kit) {
    assertThat(ml).as(what).isCloseTo(kit.asDouble(), within(0.05 + 0.02 * kit.asDouble()));
  }

  @Test
  void theDraftHasTheKitsSentencesInOrder() {
    StringBuilder text = new StringBuilder();
    for (GenerationEvent e : draft) {
      switch (e) {
        case GenerationEvent.Text t -> text.append(t.piece());
        case GenerationEvent.Marker m when m.token().matches("<(max-diameter|volume)>") ->
            text.append(m.token());
        default -> {}
      }
    }
    int from = 0;
    for (JsonNode sentence : expected.get("sentences")) {
      int at = text.indexOf(sentence.get("text").asText(), from);
      assertThat(at).as("%s in %s", sentence.get("text"), text).isNotNegative();
      from = at + 1;
    }
  }

  @Test
  void everySegStateGivesTheKitsRegion() {
    List<JsonNode> regions = new ArrayList<>();
    expected.get("sentences").forEach(s -> s.get("regions").forEach(regions::add));
    List<float[]> states =
        draft.stream()
            .filter(e -> e instanceof GenerationEvent.Marker m && m.token().equals("<seg>"))
            .map(e -> ((GenerationEvent.Marker) e).hidden())
            .toList();
    assertThat(states).hasSameSizeAs(regions);
    OnnxMaskDecoder decoder = new OnnxMaskDecoder(models.pool());
    NoRegionRule rule = NoRegionRule.of(models.bundle().manifest().maskDecoder());
    for (int n = 0; n < states.size(); n++) {
      List<MaskCandidate> candidates =
          decoder.decode(models.bundle(), encoding, MaskPrompt.ofHidden(states.get(n)));
      assertThat(candidates.getFirst().quality())
          .isCloseTo(regions.get(n).get("quality").asDouble(), within(5e-3));
      double ml =
          rule.choose(candidates) instanceof NoRegionRule.Choice.Region r
              ? GridMapper.above(r.candidate().logits(), 0).volumeMl()
              : 0;
      close("region " + n, ml, regions.get(n).get("ml"));
    }
    assertThat(models.openTensors()).isZero();
  }
}
