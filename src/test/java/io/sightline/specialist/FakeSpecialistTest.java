package io.sightline.specialist;

import io.sightline.vision.TinyVision;
import io.sightline.volume.Volume;

class FakeSpecialistTest extends SpecialistContract {
  @Override
  Specialist specialist() {
    return new FakeSpecialist("fake").label("bright", t1 -> t1);
  }

  @Override
  Volume t1() {
    return TinyVision.spot(3, 4, 5, 2, -1);
  }
}
