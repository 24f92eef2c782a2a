package io.sightline.vision;

import io.sightline.shared.SharedData;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.util.EnumMap;
import java.util.Map;

/** The real study TCGA-DU-7294: four skull-stripped sequences of a glioma, 1 mm. */
public final class Glioma {
  private static final String FOLDER = "brainlesion_TCGA-DU-7294/";
  private static final Map<Sequence, String> FILES =
      Map.of(Sequence.T1, "t1", Sequence.T1C, "t1c", Sequence.T2, "t2", Sequence.FLAIR, "fla");

  private Glioma() {}

  /** Skips the test when the study is not on this machine. */
  public static Map<Sequence, Volume> series(Sequence... sequences) {
    Map<Sequence, Volume> series = new EnumMap<>(Sequence.class);
    for (Sequence s : sequences) {
      series.put(s, read("TCGA-DU-7294_" + FILES.get(s) + "_bet.nii.gz"));
    }
    return series;
  }

  /** Whole lesion: every label of the fused segmentation of five published algorithms. */
  public static Mask wholeLesion() {
    Volume labels = read("seg_fusion_mav.nii.gz");
    byte[] inside = new byte[labels.voxels().length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (labels.voxels()[n] > 0 ? 1 : 0);
    }
    return new Mask(labels.geometry(), inside);
  }

  private static Volume read(String file) {
    return NiftiReader.read(SharedData.require(FOLDER + file), VolumeLimits.DEFAULT)
        .volumes()
        .getFirst();
  }
}
