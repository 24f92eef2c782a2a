package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.Cancellation;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network's second class wins where the square of the image less x is above the image. */
class OnnxSpecialistTest extends SpecialistContract {
  private final TinyVision tiny = new TinyVision();

  @AfterEach
  void everyNativeTensorIsClosed() {
    assertThat(tiny.openTensors()).isZero();
    tiny.close();
  }

  @Override
  Specialist specialist() {
    return new OnnxSpecialist(tiny.network(null), Task.SEGMENT, Networks.of(tiny.pool()));
  }

  @Override
  Volume t1() {
    return TinyVision.spot(3, 4, 5, 9, 0);
  }

  @Test
  void aDetectorPutsABoxAboutEachPart() {
    Specialist detector =
        new OnnxSpecialist(tiny.network(null), Task.DETECT, Networks.of(tiny.pool()));
    var volumes = new LinkedHashMap<Sequence, Volume>();
    volumes.put(Sequence.T1, t1());
    Detection found = (Detection) detector.run(volumes, new Cancellation());
    // 9 * 9 - 3 > 9 at the spot; elsewhere 0 - x is not above 0
    assertThat(found.boxes()).hasSize(1);
    var box = found.boxes().getFirst();
    assertThat(box.min()).isEqualTo(TinyVision.GRID.toPatient(3, 4, 5));
    assertThat(box.max()).isEqualTo(box.min());
    assertThat(box.label().id()).isEqualTo("square");
  }
}
