package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.Bundle;
import io.sightline.segmentation.MaskPrompt.Box;
import io.sightline.segmentation.MaskPrompt.Point;
import io.sightline.shared.Cancellation;
import io.sightline.vision.Encoding;
import io.sightline.vision.TinyVision;
import io.sightline.vision.TinyVisionEncoder;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Candidate 0 of the tiny graph is FLAIR + prompt + earlier mask; candidate 1 a ball at the point.
 */
class OnnxMaskDecoderTest extends MaskDecoderContract {
  private final TinyVision tiny = new TinyVision();
  private final OnnxMaskDecoder decoder = new OnnxMaskDecoder(tiny.pool());
  private final Encoding encoding =
      TinyVisionEncoder.of(tiny)
          .encode(
              tiny.bundle(),
              Map.of(Sequence.FLAIR, TinyVision.spot(7, 1, 6, 4, -5)),
              new Cancellation());

  @Override
  MaskDecoder decoder() {
    return decoder;
  }

  @Override
  Bundle bundle() {
    return tiny.bundle();
  }

  @Override
  Encoding encoding() {
    return encoding;
  }

  @AfterEach
  void everyNativeTensorIsClosed() {
    assertThat(tiny.openTensors()).isZero();
    tiny.close();
  }

  @Test
  void aPointInPatientSpaceBecomesTheVoxelItLiesIn() {
    Vec3 place = encoding.grid().toPatient(8, 10, 2);
    Volume ball =
        decode(List.of(), List.of(new Point(place, true)), null, null).getFirst().logits();
    assertThat(ball.at(8, 10, 2)).isCloseTo(4, within(1e-4f));
    assertThat(ball.at(8, 8, 2)).isCloseTo(0, within(1e-4f));
    assertThat(ball.at(8, 10, 5)).isNegative();
  }

  @Test
  void aNegativePointSaysSo() {
    Vec3 place = encoding.grid().toPatient(8, 10, 2);
    MaskCandidate ball = decode(List.of(), List.of(new Point(place, false)), null, null).get(1);
    assertThat(ball.quality()).isCloseTo(0.1, within(1e-6));
  }

  @Test
  void aBoxIsGivenByItsCornersInIndexOrder() {
    Vec3 low = encoding.grid().toPatient(2, 3, 4);
    Vec3 high = encoding.grid().toPatient(5, 6, 7);
    Box upsideDown =
        new Box(new Vec3(high.x(), low.y(), high.z()), new Vec3(low.x(), high.y(), low.z()));
    MaskCandidate best = decode(List.of(), List.of(), upsideDown, null).getFirst();
    assertThat(best.quality()).isCloseTo(0.8, within(1e-6));
    assertThat(best.logits().at(2, 3, 4)).isCloseTo(4, within(1e-4f));
  }

  @Test
  void promptStatesReachTheGraphAllTogether() {
    List<float[]> states = List.of(new float[] {1, 2, 0, 0}, new float[] {0, 0, 3, 0.5f});
    MaskCandidate byState = decode(states, List.of(), null, null).getFirst();
    assertThat(byState.quality()).isCloseTo(0.4, within(1e-6));
    assertThat(byState.logits().at(7, 1, 6)).isCloseTo(4 + 6.5f, within(1e-5f));
    assertThat(byState.logits().at(0, 0, 0)).isCloseTo(-5 + 6.5f, within(1e-5f));
  }

  @Test
  void anEarlierMaskIsFedAtTheEmbeddingsResolution() {
    float[] earlier = new float[encoding.grid().voxels()];
    java.util.Arrays.fill(earlier, 3);
    MaskCandidate refined =
        decode(List.of(), List.of(), null, new Volume(encoding.grid(), earlier)).getFirst();
    assertThat(refined.logits().at(4, 5, 3)).isCloseTo(-5 + 3, within(1e-5f));
  }

  @Test
  void aStateOfTheWrongWidthIsTheBundlesFault() {
    assertThatThrownBy(() -> decode(List.of(new float[3]), List.of(), null, null))
        .hasMessage("The mask decoder expects prompt states of width 4.");
  }

  private List<MaskCandidate> decode(
      List<float[]> hidden,
      List<Point> points,
      @org.jspecify.annotations.Nullable Box box,
      @org.jspecify.annotations.Nullable Volume previous) {
    return decoder.decode(tiny.bundle(), encoding, new MaskPrompt(hidden, points, box, previous));
  }
}
