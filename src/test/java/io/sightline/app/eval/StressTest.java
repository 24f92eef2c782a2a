package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.volume.NiftiReader;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.VolumeLimits;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images made worse, and what is still asked of them. */
class StressTest {
  private static final VolumeGeometry GRID =
      VolumeGeometry.axisAligned(2, 1, 5, new Vec3(1, 1, 1.5), new Vec3(10, 20, 30));
  private static final Volume VOLUME = new Volume(GRID, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

  @TempDir Path temp;

  @Test
  void thickSlicesAverageAndStayInPlace() {
    Volume thick = Spoiling.thickSlices(3).apply(VOLUME);
    assertThat(thick.geometry().nz()).isEqualTo(2);
    assertThat(thick.geometry().spacing().z()).isEqualTo(3);
    assertThat(thick.geometry().origin().z()).isEqualTo(30.75);
    assertThat(thick.voxels()).containsExactly(1, 2, 5, 6);
  }

  @Test
  void anImageStoredTheOtherWayRoundIsTheSameImage() {
    Volume back = Spoiling.reversed().apply(VOLUME);
    for (int k = 0; k < GRID.nz(); k++) {
      for (int i = 0; i < GRID.nx(); i++) {
        Vec3 at = back.geometry().toIndex(GRID.toPatient(i, 0, k));
        int there = back.geometry().offset((int) Math.round(at.x()), 0, (int) Math.round(at.z()));
        assertThat(back.voxels()[there]).isEqualTo(VOLUME.at(i, 0, k));
      }
    }
    assertThat(back.voxels()[0]).isEqualTo(9);
  }

  @Test
  void noiseIsSeededAndAsStrongAsItSays() {
    VolumeGeometry g = VolumeGeometry.axisAligned(40, 40, 40, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    float[] even = new float[g.voxels()];
    Arrays.fill(even, 100);
    float[] noisy = Spoiling.noise(3).apply(new Volume(g, even)).voxels();
    assertThat(noisy).isEqualTo(Spoiling.noise(3).apply(new Volume(g, even)).voxels());
    double square = 0;
    for (float v : noisy) {
      square += (v - 100) * (v - 100) / noisy.length;
    }
    assertThat(Math.sqrt(square)).isCloseTo(6, within(0.15));
  }

  private static Stress stress(Predicate<Stress> that) {
    return Stress.all().stream().filter(that).findFirst().orElseThrow();
  }

  @Test
  void aSequenceIsTakenFromCasesThatHaveAnotherAndItsFindingsAreNotAskedFor() {
    EvaluationCase both = named("both", "T1", "T1C");
    EvaluationSet set = new EvaluationSet("set", List.of(both, named("alone", "T1C")));
    EvaluationSet changed = stress(s -> "T1C".equals(s.without())).of(set, temp, Drafted.LEXICON);
    assertThat(changed.name()).isEqualTo("without T1C");
    assertThat(changed.cases()).extracting(EvaluationCase::name).containsExactly("both");
    assertThat(changed.cases().getFirst().images()).containsOnlyKeys("T1");
    assertThat(changed.cases().getFirst().findings()).containsOnlyKeys("mass");
  }

  @Test
  void changedImagesAreFilesOfTheirOwn() {
    EvaluationSet set = new EvaluationSet("set", List.of(named("one", "T1")));
    EvaluationSet thick =
        stress(s -> s.title().equals("slices of 3 mm"))
            .of(set, temp.resolve("out"), Drafted.LEXICON);
    Path image = temp.resolve("out/one/T1.nii.gz");
    assertThat(thick.cases().getFirst().images()).containsEntry("T1", image);
    assertThat(NiftiReader.read(image, VolumeLimits.DEFAULT).volumes().getFirst().geometry().nz())
        .isEqualTo(2);
  }

  private EvaluationCase named(String name, String... sequences) {
    Path file = temp.resolve("image.nii.gz");
    NiftiWriter.write(VOLUME, file);
    Map<String, Path> images = new LinkedHashMap<>();
    for (String s : sequences) {
      images.put(s, file);
    }
    return new EvaluationCase(
        name,
        images,
        null,
        false,
        Map.of("mass", true, "enhancement", true, "oedema", false),
        List.of(),
        List.of(),
        List.of());
  }
}
