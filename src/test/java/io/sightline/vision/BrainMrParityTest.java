package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.shared.Cancellation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * From NIfTI files to the encoder's outputs, in Java, against the kit's own preprocessing and ONNX
 * Runtime in Python on the same files ({@code models/kit/sightline_kit/parity.py}).
 */
class BrainMrParityTest {
  private static BrainMrBundle models;
  private static JsonNode golden;

  @BeforeAll
  static void open() throws IOException {
    models = BrainMrBundle.open();
    try (InputStream in = BrainMrParityTest.class.getResourceAsStream("/brain-mr/parity.json")) {
      golden = new ObjectMapper().readTree(Objects.requireNonNull(in, "parity.json"));
    }
    String sha256 =
        models.bundle().manifest().files().stream()
            .filter(f -> f.path().equals("encoder.onnx"))
            .findFirst()
            .orElseThrow()
            .sha256();
    Assumptions.assumeTrue(
        sha256.equals(golden.get("encoderSha256").asText()),
        "parity.json was made for other weights: run python -m sightline_kit.parity");
  }

  @AfterAll
  static void close() {
    if (models != null) {
      models.close();
    }
  }

  @Test
  @DisplayName("four sequences of the glioma: the same grid, gates, tokens and masks")
  void fourSequences() {
    check(golden.get("cases").get(0));
  }

  @Test
  @DisplayName("FLAIR alone: absent slots are zeros in both")
  void flairAlone() {
    check(golden.get("cases").get(1));
  }

  private static void check(JsonNode expected) {
    Set<Sequence> names = EnumSet.noneOf(Sequence.class);
    expected.get("series").fieldNames().forEachRemaining(n -> names.add(Sequence.valueOf(n)));
    Map<Sequence, Volume> series = Glioma.series(names.toArray(Sequence[]::new));
    Encoding encoding =
        new OnnxVisionEncoder(models.pool(), 0).encode(models.bundle(), series, new Cancellation());

    Vec3 origin = encoding.grid().origin();
    assertThat(origin.x()).isCloseTo(expected.get("origin").get(0).asDouble(), within(1e-4));
    assertThat(origin.y()).isCloseTo(expected.get("origin").get(1).asDouble(), within(1e-4));
    assertThat(origin.z()).isCloseTo(expected.get("origin").get(2).asDouble(), within(1e-4));
    for (Sequence s : names) {
      double gate = expected.get("gates").get(s.ordinal()).asDouble();
      assertThat(encoding.contributions().get(s)).isCloseTo(gate, within(1e-3));
    }
    assertThat(worst(encoding.imageTokens().data(), expected.get("imageTokens"), "tokenStride"))
        .isLessThan(1e-2);
    Volume lesion = encoding.lesionLogits().get("lesion");
    assertThat(worst(lesion.voxels(), expected.get("lesionLogits"), "stride")).isLessThan(0.05);
    assertThat(dice(lesion, expected.get("lesionBits").asText())).isGreaterThan(0.995);
    int[] structures = new int[32];
    for (byte label : encoding.structures().labels()) {
      structures[label & 0xff]++;
    }
    for (int n = 0; n < structures.length; n++) {
      int voxels = expected.get("structureVoxels").get(n).asInt();
      assertThat(structures[n]).as("structure %d", n).isCloseTo(voxels, within(5 + voxels / 200));
    }
    assertThat(models.openTensors()).isZero();
  }

  private static double worst(float[] actual, JsonNode expected, String stride) {
    int step = golden.get(stride).asInt();
    double worst = 0;
    for (int n = 0; n < expected.size(); n++) {
      worst = Math.max(worst, Math.abs(actual[n * step] - expected.get(n).asDouble()));
    }
    return worst;
  }

  private static double dice(Volume logits, String bits) {
    byte[] packed;
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(bits)))) {
      packed = in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    int both = 0;
    int either = 0;
    for (int n = 0; n < logits.voxels().length; n++) {
      boolean a = logits.voxels()[n] > 0;
      boolean b = (packed[n >> 3] >> (7 - (n & 7)) & 1) != 0;
      both += a && b ? 1 : 0;
      either += (a ? 1 : 0) + (b ? 1 : 0);
    }
    return 2.0 * both / either;
  }
}
