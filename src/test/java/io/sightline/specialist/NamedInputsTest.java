package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.Bundle;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Mask;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A network that takes sequences by name, any of them missing, and gives classes that may overlap:
 * "any" where T1 + FLAIR is above 1, "best" where FLAIR is, or T1 when there is no FLAIR.
 */
class NamedInputsTest {
  private static final Volume T1 = TinyVision.spot(3, 4, 5, 9, 0);
  private static final Volume FLAIR = TinyVision.spot(6, 4, 5, 9, 0);

  private final TinyVision tiny = new TinyVision();

  @AfterEach
  void everyNativeTensorIsClosed() {
    assertThat(tiny.openTensors()).isZero();
    tiny.close();
  }

  private Segmentation run(Bundle bundle, Map<Sequence, Volume> given) {
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>(given);
    return (Segmentation)
        new OnnxSpecialist(bundle, Task.SEGMENT, Networks.of(tiny.pool()))
            .run(volumes, new Cancellation());
  }

  private static int at(Segmentation found, String label, int i) {
    Mask mask = found.label(label).orElseThrow().mask();
    return mask.inside()[TinyVision.GRID.offset(i, 4, 5)];
  }

  @Test
  void labelsOverlapAndTheFirstIsNoBackground() {
    Segmentation both =
        run(tiny.namedNetwork(false), Map.of(Sequence.T1, T1, Sequence.FLAIR, FLAIR));
    assertThat(both.sequence()).isEqualTo(Sequence.T1);
    assertThat(both.labels()).extracting(SegmentedLabel::id).containsExactly("any", "best");
    assertThat(both.label("any").orElseThrow().label().finding()).isEqualTo("mass");
    assertThat(new int[] {at(both, "any", 3), at(both, "best", 3)}).containsExactly(1, 0);
    assertThat(new int[] {at(both, "any", 6), at(both, "best", 6)}).containsExactly(1, 1);
    assertThat(both.label("any").orElseThrow().mask().count()).isEqualTo(2);
  }

  @Test
  void anOptionalInputIsMissingAndTheNetworkIsToldSo() {
    Segmentation t1 = run(tiny.namedNetwork(false), Map.of(Sequence.T1, T1));
    assertThat(at(t1, "best", 3)).isOne();
    Segmentation flair = run(tiny.namedNetwork(false), Map.of(Sequence.FLAIR, FLAIR));
    assertThat(flair.sequence()).isEqualTo(Sequence.FLAIR);
    assertThat(new int[] {at(flair, "any", 6), at(flair, "best", 6)}).containsExactly(1, 1);
  }

  @Test
  void withoutAnyOrWithoutANeededInputThereIsNoVolume() {
    for (Bundle bundle : new Bundle[] {tiny.namedNetwork(false), tiny.namedNetwork(true)}) {
      Map<Sequence, Volume> given =
          bundle.sha256().endsWith("true") ? Map.of(Sequence.T1, T1) : Map.of(Sequence.T2, T1);
      assertThatThrownBy(() -> run(bundle, given))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_VOLUME));
    }
  }
}
