package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.Bundle;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every encoder promises, whatever runs behind it. */
abstract class VisionEncoderContract {
  private static final Volume IMAGE = TinyVision.spot(3, 4, 5, 2, 0);

  abstract VisionEncoder encoder();

  abstract Bundle bundle();

  @Test
  void nothingUsableIsNoVolume() {
    assertThatThrownBy(
            () -> encoder().encode(bundle(), Map.of(Sequence.CT, IMAGE), new Cancellation()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_VOLUME));
  }

  @Test
  void cancelledBeforehandIsCancelled() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThatThrownBy(() -> encoder().encode(bundle(), Map.of(Sequence.T1, IMAGE), cancelled))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  @Test
  void contributionsAreThoseOfTheSequencesGivenAndSumToOne() {
    Encoding both =
        encoder()
            .encode(
                bundle(), Map.of(Sequence.T1, IMAGE, Sequence.FLAIR, IMAGE), new Cancellation());
    assertThat(both.contributions()).containsOnlyKeys(Sequence.T1, Sequence.FLAIR);
    assertThat(both.contributions().values().stream().mapToDouble(w -> w).sum())
        .isCloseTo(1, within(1e-6));
    Encoding one = encoder().encode(bundle(), Map.of(Sequence.FLAIR, IMAGE), new Cancellation());
    assertThat(one.contributions()).isEqualTo(Map.of(Sequence.FLAIR, 1.0));
  }

  @Test
  void theKeyIsThatOfTheContent() {
    String key = key(IMAGE);
    assertThat(key(new Volume(IMAGE.geometry(), IMAGE.voxels().clone()))).isEqualTo(key);
    assertThat(key(TinyVision.spot(3, 4, 5, 2.5f, 0))).isNotEqualTo(key);
  }

  private String key(Volume volume) {
    return encoder().encode(bundle(), Map.of(Sequence.T1, volume), new Cancellation()).key();
  }
}
