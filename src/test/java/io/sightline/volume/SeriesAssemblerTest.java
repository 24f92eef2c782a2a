package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.dicom.DicomHeader;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesAssemblerTest {

  @Test
  void ordersByPlaceNotByInstanceNumber() {
    List<DicomHeader> series = new ArrayList<>();
    for (int z = 0; z < 5; z++) {
      series.add(Headers.slice(0, 0, 2.5 * z).instance(50 - z).uid("1." + z).build());
    }
    Collections.shuffle(series, new Random(7));

    AssembledVolume volume = only(SeriesAssembler.assemble(series));

    assertThat(volume.sopInstanceUids()).containsExactly("1.0", "1.1", "1.2", "1.3", "1.4");
    assertThat(volume.geometry().spacing()).isEqualTo(new Vec3(1, 1, 2.5));
    assertThat(volume.warnings()).isEmpty();
  }

  @Test
  void theThirdAxisRunsAlongTheNormalOfThePlane() {
    Double[] sagittal = {0.0, 1.0, 0.0, 0.0, 0.0, -1.0};
    List<DicomHeader> series =
        List.of(
            Headers.slice(10, 0, 0).orientation(sagittal).build(),
            Headers.slice(12, 0, 0).orientation(sagittal).build());

    VolumeGeometry g = only(SeriesAssembler.assemble(series)).geometry();

    assertThat(g.toPatient(0, 0, 0)).isEqualTo(new Vec3(12, 0, 0));
    assertThat(g.toPatient(0, 0, 1)).isEqualTo(new Vec3(10, 0, 0));
    assertThat(g.toPatient(1, 2, 0)).isEqualTo(new Vec3(12, 1, -2));
  }

  @Test
  void obliqueStacksAreNoOddity() {
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    List<DicomHeader> series = new ArrayList<>();
    for (int k = 0; k < 6; k++) {
      series.add(
          Headers.slice(0, -s * 3 * k, c * 3 * k).orientation(1.0, 0.0, 0.0, 0.0, c, s).build());
    }

    AssembledVolume volume = only(SeriesAssembler.assemble(series));

    assertThat(volume.warnings()).isEmpty();
    assertThat(volume.geometry().toPatient(0, 0, 5).distance(new Vec3(0, -s * 15, c * 15)))
        .isLessThan(1e-9);
  }

  @Test
  void missingSlicesLeaveARegularGrid() {
    AssembledVolume volume = only(SeriesAssembler.assemble(stack(0, 3, 6, 12, 15, 18)));

    assertThat(volume.geometry().nz()).isEqualTo(7);
    assertThat(volume.slices()).extracting(Slice::k).containsExactly(0.0, 1.0, 2.0, 4.0, 5.0, 6.0);
    assertThat(volume.warnings()).extracting(Warning::code).containsExactly("gap");
    assertThat(volume.warnings().getFirst().message()).startsWith("1 of 7 slices");
  }

  @Test
  void unevenSlicesAreSaidToBeSo() {
    AssembledVolume volume = only(SeriesAssembler.assemble(stack(0, 3, 6, 10.2, 13.2)));

    assertThat(volume.warnings()).extracting(Warning::code).containsExactly("irregular_spacing");
    assertThat(volume.geometry().spacing().z()).isCloseTo(3, within(1e-9));
    assertThat(volume.slices().get(3).k()).isCloseTo(3.4, within(1e-9));
  }

  @Test
  void moreMissingThanPresentIsNoVolume() {
    Assembly assembly = SeriesAssembler.assemble(stack(0, 1, 2, 40));

    assertThat(assembly.volumes()).isEmpty();
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("gap");
  }

  @Test
  void roundedPositionsAreRegular() {
    AssembledVolume volume =
        only(SeriesAssembler.assemble(stack(0, 3.33, 6.67, 10, 13.33, 16.67, 20)));

    assertThat(volume.warnings()).isEmpty();
    assertThat(volume.geometry().spacing().z()).isCloseTo(20 / 6.0, within(1e-9));
  }

  @Test
  void theSameObjectTwiceIsOne() {
    List<DicomHeader> series = new ArrayList<>(stack(0, 1, 2));
    series.add(series.get(1));

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(only(assembly).slices()).hasSize(3);
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("duplicate");
  }

  @Test
  void aStrayCopyOfASliceIsLeftOut() {
    List<DicomHeader> series = new ArrayList<>(stack(0, 1, 2, 3));
    series.add(Headers.slice(0, 0, 2).instance(99).acquisition(2).uid("9.9").build());

    AssembledVolume volume = only(SeriesAssembler.assemble(series));

    assertThat(volume.sopInstanceUids()).hasSize(4).doesNotContain("9.9");
    assertThat(volume.warnings()).extracting(Warning::code).containsExactly("duplicate");
  }

  @Test
  void bValuesBecomeVolumesInAscendingOrder() {
    List<DicomHeader> series = new ArrayList<>();
    for (double b : new double[] {1000, 0}) {
      for (int z = 0; z < 3; z++) {
        series.add(Headers.slice(0, 0, z).bValue(b).uid("1." + (int) b + "." + z).build());
      }
    }

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes()).hasSize(2);
    assertThat(assembly.volumes().getFirst().sopInstanceUids())
        .containsExactly("1.0.0", "1.0.1", "1.0.2");
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("b_values");
  }

  @Test
  void echoesAndTimePointsSplitTogether() {
    List<DicomHeader> series = new ArrayList<>();
    for (int time = 1; time <= 3; time++) {
      for (double te : new double[] {10, 90}) {
        for (int z = 0; z < 4; z++) {
          series.add(Headers.slice(0, 0, z).times(3000, te).temporalPosition(time).build());
        }
      }
    }

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes()).hasSize(6);
    assertThat(assembly.warnings())
        .extracting(Warning::code)
        .containsOnly("echo_times", "time_points");
  }

  @Test
  void repeatedStacksWithoutAnyMarkSplitByInstanceNumber() {
    List<DicomHeader> series = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      series.add(Headers.slice(0, 0, n % 3).instance(n).uid("1." + n).build());
    }

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes())
        .extracting(AssembledVolume::sopInstanceUids)
        .containsExactly(List.of("1.0", "1.1", "1.2"), List.of("1.3", "1.4", "1.5"));
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("time_points");
  }

  @Test
  void aTimePointThatBrokeOffDoesNotSpoilTheOthers() {
    List<DicomHeader> series = new ArrayList<>();
    for (int n = 0; n < 22; n++) {
      series.add(Headers.slice(0, 0, n % 10).temporalPosition(n / 10).build());
    }

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes()).extracting(v -> v.slices().size()).containsExactly(10, 10, 2);
  }

  @Test
  void mosaicsAreNamedAndLeftOut() {
    Assembly assembly =
        SeriesAssembler.assemble(
            List.of(
                Headers.slice(0, 0, 0).imageType("ORIGINAL", "PRIMARY", "M", "MOSAIC").build()));

    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("mosaic");
  }

  @Test
  void echoTimesThatMerelyVaryAlongAStackSplitNothing() {
    List<DicomHeader> series = new ArrayList<>();
    for (int z = 0; z < 4; z++) {
      series.add(Headers.slice(0, 0, z).times(3000, 90 + 0.01 * z).build());
    }

    assertThat(SeriesAssembler.assemble(series).volumes()).hasSize(1);
  }

  @Test
  void orientationsAreTakenApart() {
    List<DicomHeader> series = new ArrayList<>(stack(0, 1, 2));
    Double[] coronal = {1.0, 0.0, 0.0, 0.0, 0.0, -1.0};
    for (int y = 0; y < 3; y++) {
      series.add(Headers.slice(0, y, 0).orientation(coronal).build());
    }

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes()).hasSize(2);
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("mixed_orientation");
  }

  @Test
  void matricesAreTakenApart() {
    List<DicomHeader> series = new ArrayList<>(stack(0, 1, 2));
    series.add(Headers.slice(0, 0, 3).columns(8).build());

    Assembly assembly = SeriesAssembler.assemble(series);

    assertThat(assembly.volumes()).hasSize(1);
    assertThat(assembly.warnings())
        .extracting(Warning::code)
        .containsExactly("mixed_matrix", "single_slice");
  }

  @Test
  void localizersAreNoVolume() {
    Assembly byType =
        SeriesAssembler.assemble(
            List.of(
                Headers.slice(0, 0, 0).imageType("ORIGINAL", "PRIMARY", "LOCALIZER").build(),
                Headers.slice(0, 0, 9).imageType("ORIGINAL", "PRIMARY", "LOCALIZER").build()));
    Assembly byName =
        SeriesAssembler.assemble(
            List.of(
                Headers.slice(0, 0, 0).description("3-plane loc").build(),
                Headers.slice(0, 0, 9).description("3-plane loc").build()));

    for (Assembly assembly : List.of(byType, byName)) {
      assertThat(assembly.volumes()).isEmpty();
      assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("localizer");
    }
  }

  @Test
  void aSingleSliceIsNoVolume() {
    Assembly assembly = SeriesAssembler.assemble(stack(5));

    assertThat(assembly.volumes()).isEmpty();
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("single_slice");
  }

  @Test
  void imagesWithoutAPlaceAreLeftOut() {
    Assembly assembly =
        SeriesAssembler.assemble(List.of(Headers.slice(0, 0, 0).unplaced().build()));

    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("no_geometry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RGB", "PALETTE COLOR", "YBR_FULL"})
  void colourIsNoVolumeAndTheReasonNamesIt(String photometric) {
    Assembly assembly =
        SeriesAssembler.assemble(List.of(Headers.slice(0, 0, 0).photometric(photometric).build()));

    assertThat(assembly.volumes()).isEmpty();
    assertThat(assembly.warnings())
        .extracting(Warning::code)
        .containsExactly("unsupported_pixel_format");
    assertThat(assembly.warnings().getFirst().message()).contains(photometric);
  }

  /**
   * Each slice lies half a millimetre further down the columns than an upright stack would have it.
   */
  @Test
  void aTiltedGantryGivesAnUprightGridThatHoldsEverySlice() {
    List<DicomHeader> series = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      series.add(Headers.slice(0, 0.5 * k, 4 * k).modality("CT").build());
    }

    AssembledVolume volume = only(SeriesAssembler.assemble(series));

    assertThat(volume.warnings()).extracting(Warning::code).containsExactly("gantry_tilt");
    assertThat(volume.warnings().getFirst().message()).contains("7.1 degrees");
    assertThat(volume.geometry().ny()).isEqualTo(3 + 2);
    assertThat(volume.geometry().toPatient(0, 0, 4)).isEqualTo(new Vec3(0, 0, 16));
    assertThat(volume.slices()).extracting(Slice::shiftJ).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
  }

  @Test
  void volumesBeyondTheLimitAreRefused() {
    Assembly assembly = SeriesAssembler.assemble(stack(0, 1, 2), new VolumeLimits(30, 1));

    assertThat(assembly.volumes()).isEmpty();
    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("too_large");
  }

  private static List<DicomHeader> stack(double... depths) {
    return DoubleStream.of(depths)
        .mapToObj(z -> Headers.slice(0, 0, z).instance((int) z).build())
        .toList();
  }

  private static AssembledVolume only(Assembly assembly) {
    assertThat(assembly.volumes()).as(Arrays.toString(assembly.warnings().toArray())).hasSize(1);
    return assembly.volumes().getFirst();
  }
}
