package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.segmentation.Overlap;
import io.sightline.shared.Cancellation;
import io.sightline.shared.SharedData;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.DicomSeriesFolder;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.VolumeLimits;
import io.sightline.volume.preprocess.Resampler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The shipped tissue network on a real sagittal MPRAGE, from DICOM files to masks in the scanner's
 * grid, against the FreeSurfer segmentation that came with the scan.
 */
class MeshNetMprageTest {
  /** White matter of cerebrum and cerebellum, corpus callosum, hypointensities. */
  private static final Set<Integer> WHITE = Set.of(1, 21, 5, 25, 37, 39, 40, 41, 42, 43);

  @Test
  void whiteMatterAgreesWithFreeSurfer() {
    var scan =
        new DicomSeriesFolder(
            SharedData.files(SharedData.require("ohif_mprage_freesurfer_seg/mr")));
    Volume mprage = scan.loadOnly();
    try (MeshNetBundle tissue = new MeshNetBundle("meshnet-tissue")) {
      assertThat(tissue.bundle().problems()).isEmpty();
      var volumes = new LinkedHashMap<Sequence, Volume>();
      volumes.put(Sequence.T1, mprage);
      var found = (Segmentation) tissue.specialist().run(volumes, new Cancellation());
      Mask white = found.label("white-matter").orElseThrow().mask();
      double dice = Overlap.of(white, freeSurfer(mprage.geometry())).dice();
      assertThat(dice).isGreaterThanOrEqualTo(0.85);
      assertThat(found.totalMl()).isBetween(1000.0, 1700.0);
      assertThat(found.label("white-matter").orElseThrow().score()).isGreaterThan(0.8);
      assertThat(tissue.openTensors()).isZero();
    }
  }

  private static Mask freeSurfer(VolumeGeometry grid) {
    Volume segments =
        NiftiReader.read(
                SharedData.require("ohif_mprage_freesurfer_seg/seg43_labelmap.nii.gz"),
                VolumeLimits.DEFAULT)
            .volumes()
            .getFirst();
    float[] there = Resampler.nearest(segments, grid, 0).voxels();
    byte[] inside = new byte[there.length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (WHITE.contains(Math.round(there[n])) ? 1 : 0);
    }
    return new Mask(grid, inside);
  }

  @Test
  void theShippedMeshNetsAreWhatTheirManifestsSay() {
    for (String id : List.of("meshnet-tissue", "meshnet-structures", "meshnet-brain-mask")) {
      try (MeshNetBundle net = new MeshNetBundle(id)) {
        assertThat(net.bundle().problems()).as(id).isEmpty();
        net.pool().lease(net.bundle(), "network").close();
        assertThat(net.pool().refusals(net.bundle())).as(id).isEmpty();
      }
    }
  }
}
