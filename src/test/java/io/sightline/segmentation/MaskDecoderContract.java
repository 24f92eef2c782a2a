package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.Bundle;
import io.sightline.segmentation.MaskPrompt.Point;
import io.sightline.vision.Encoding;
import io.sightline.volume.Vec3;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every mask decoder promises, whatever runs behind it. */
abstract class MaskDecoderContract {
  abstract MaskDecoder decoder();

  abstract Bundle bundle();

  abstract Encoding encoding();

  @Test
  void candidatesComeBestPredictedQualityFirstOnTheEncodingsGrid() {
    List<MaskCandidate> candidates =
        decoder().decode(bundle(), encoding(), MaskPrompt.ofHidden(new float[] {1, 0, 0, 0}));
    assertThat(candidates).isNotEmpty();
    assertThat(candidates)
        .isSortedAccordingTo((a, b) -> Double.compare(b.quality(), a.quality()))
        .allMatch(c -> c.logits().geometry().equals(encoding().grid()))
        .allMatch(c -> c.quality() >= 0 && c.quality() <= 1);
  }

  @Test
  void aPositivePointIsInsideTheBestMask() {
    Vec3 place = encoding().grid().toPatient(6, 3, 5);
    MaskCandidate best =
        decoder()
            .decode(
                bundle(),
                encoding(),
                new MaskPrompt(List.of(), List.of(new Point(place, true)), null, null))
            .getFirst();
    assertThat(best.logits().at(6, 3, 5)).isPositive();
    assertThat(best.quality()).isCloseTo(0.8, within(0.2));
  }
}
