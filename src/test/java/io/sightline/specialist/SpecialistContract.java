package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every specialist that segments does, whoever runs it. It reads T1 and finds something. */
abstract class SpecialistContract {
  abstract Specialist specialist();

  /** A volume in which it finds at least one label. */
  abstract Volume t1();

  private Segmentation run() {
    return (Segmentation) specialist().run(given(Sequence.T1), new Cancellation());
  }

  private SequencedMap<Sequence, Volume> given(Sequence... sequences) {
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>();
    for (Sequence s : sequences) {
      volumes.put(s, t1());
    }
    return volumes;
  }

  @Test
  void masksLieInTheGridOfTheVolumeAndAreMeasuredThere() {
    assertThat(specialist().task()).isEqualTo(Task.SEGMENT);
    Segmentation found = run();
    assertThat(found.sequence()).isEqualTo(Sequence.T1);
    assertThat(found.labels()).isNotEmpty();
    for (SegmentedLabel label : found.labels()) {
      assertThat(label.mask().geometry()).isEqualTo(t1().geometry());
      assertThat(label.mask().volumeMl()).isCloseTo(label.volumeMl(), within(1e-6)).isPositive();
      assertThat(label.score()).isBetween(0.0, 1.0);
      assertThat(label.trust()).isLessThanOrEqualTo(label.score());
    }
  }

  @Test
  void sequencesThatItDoesNotReadChangeNothing() {
    var more =
        (Segmentation)
            specialist().run(given(Sequence.FLAIR, Sequence.T1, Sequence.CT), new Cancellation());
    assertThat(volumes(more)).isEqualTo(volumes(run()));
    assertThat(more.sequence()).isEqualTo(Sequence.T1);
  }

  @Test
  void runsAtTheSameTimeAgree() {
    List<List<Double>> all =
        IntStream.range(0, 4).parallel().mapToObj(_ -> volumes(run())).distinct().toList();
    assertThat(all).hasSize(1);
  }

  private static List<Double> volumes(Segmentation s) {
    return s.labels().stream().map(SegmentedLabel::volumeMl).toList();
  }

  @Test
  void withoutItsSequenceThereIsNoVolume() {
    assertThatThrownBy(() -> specialist().run(given(Sequence.T2), new Cancellation()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_VOLUME));
  }

  @Test
  void aCancelledRunEndsAsCancelled() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThatThrownBy(() -> specialist().run(given(Sequence.T1), cancelled))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }
}
