package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import org.junit.jupiter.api.Test;

class VolumeCacheTest {
  private final VolumeCache cache = new VolumeCache(1000);

  /** 400 bytes of voxels. */
  private static Volume volume() {
    return new Volume(
        VolumeGeometry.axisAligned(10, 10, 1, new Vec3(1, 1, 1), new Vec3(0, 0, 0)),
        new float[100]);
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() {
    Volume a = volume();
    cache.put("a", a);
    cache.put("b", volume());
    cache.get("a");
    cache.put("c", volume());
    assertThat(cache.get("a")).containsSame(a);
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.used()).isEqualTo(800);
  }

  @Test
  void neverHoldsMoreThanItMay() {
    VolumeCache small = new VolumeCache(399);
    small.put("a", volume());
    assertThat(small.used()).isZero();
    assertThat(small.get("a")).isEmpty();
  }
}
