package io.sightline.volume.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.Cancellation;
import io.sightline.shared.SharedData;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One head stored in several array orientations (niivue, BSD-2-Clause) is one head. */
class RealOrientationsTest {

  private static Volume read(String code) {
    return NiftiReader.read(
            SharedData.require("niivue_orientations/" + code + ".nii.gz"), VolumeLimits.DEFAULT)
        .volumes()
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LAS", "LPS", "PIR", "AIL", "SRA"})
  void reorientedToLpsTheyAreTheSameArrayInTheSamePlace(String code) {
    Volume reference = Reorienter.reorient(read("RAS"), Orientation.of("LPS"));
    Volume other = Reorienter.reorient(read(code), Orientation.of("LPS"));
    assertThat(other.geometry().matches(reference.geometry(), 1e-3)).isTrue();
    assertThat(other.voxels()).isEqualTo(reference.voxels());
  }

  @Test
  void theModelGetsTheSameImageWhateverTheArrayOrder() {
    float[] reference = prepared("RAS");
    assertThat(reference).hasSize(80 * 112 * 96);
    for (String code : new String[] {"PIR", "SRA"}) {
      float[] other = prepared(code);
      float worst = 0;
      for (int n = 0; n < other.length; n++) {
        worst = Math.max(worst, Math.abs(other[n] - reference[n]));
      }
      assertThat(worst).as(code).isLessThan(1e-3f);
    }
  }

  private static float[] prepared(String code) {
    var series = new LinkedHashMap<String, Volume>();
    series.put("T1", read(code));
    return new Preprocessor(BrainMr.PREPROCESS)
        .prepare(series, new Cancellation())
        .images()
        .get("T1")
        .voxels();
  }
}
