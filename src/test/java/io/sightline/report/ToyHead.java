package io.sightline.report;

import io.sightline.inference.HostTensor;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.vision.Encoding;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.HashMap;
import java.util.Map;

/**
 * A toy head of 120 mm: six boxes of brain (three lobes, left and right), and balls of lesion in
 * them. Patient left is +x, posterior +y, superior +z.
 */
final class ToyHead {
  static final VolumeGeometry GRID =
      VolumeGeometry.axisAligned(60, 60, 60, new Vec3(2, 2, 2), new Vec3(-59, -59, -59));

  /** The scanner's grid: finer in plane, thick slices. */
  static final VolumeGeometry SOURCE =
      VolumeGeometry.axisAligned(120, 120, 40, new Vec3(1, 1, 3), new Vec3(-59.5, -59.5, -58.5));

  static final Vec3 LEFT_FRONTAL = new Vec3(30, -30, 0);
  static final Vec3 RIGHT_FRONTAL = new Vec3(-30, -30, 0);

  /** Ids of the structures, index 1 first. */
  static final String[] STRUCTURES = {
    "left-frontal-lobe",
    "right-frontal-lobe",
    "left-parietal-lobe",
    "right-parietal-lobe",
    "left-temporal-lobe",
    "right-temporal-lobe"
  };

  private ToyHead() {}

  static Encoding encoding(Map<String, Volume> lesions) {
    return encoding(lesions, 0);
  }

  /**
   * @param token the one image token, whose direction is the image embedding
   */
  static Encoding encoding(Map<String, Volume> lesions, float... token) {
    Map<String, Volume> all = new HashMap<>(lesions);
    for (String id : new String[] {"lesion", "core", "enhancing", "wmh"}) {
      all.put(id, lesions.getOrDefault(id, nothing()));
    }
    return new Encoding(
        "toy",
        GRID,
        Map.of(Sequence.T1, 0.4, Sequence.FLAIR, 0.6),
        new HostTensor(new long[] {1, 1, token.length}, token),
        new HostTensor(new long[] {1, 1, 1, 1, 1}, new float[1]),
        Map.of(),
        structures(),
        all);
  }

  /**
   * @param scores the encoder's probability by finding
   */
  static Encoding scored(Map<String, Volume> lesions, Map<String, Double> scores) {
    Encoding e = encoding(lesions);
    return new Encoding(
        e.key(),
        e.grid(),
        e.contributions(),
        e.imageTokens(),
        e.imageEmbeddings(),
        e.highResFeatures(),
        e.structures(),
        e.lesionLogits(),
        e.imageEmbedding(),
        scores);
  }

  private static LabelMap structures() {
    byte[] labels = new byte[GRID.voxels()];
    for (int n = 0; n < labels.length; n++) {
      Vec3 p = point(n);
      int lobe = p.y() < 0 ? 0 : p.z() >= 0 ? 2 : 4;
      boolean inside = Math.abs(p.x()) < 56 && Math.abs(p.y()) < 56 && Math.abs(p.z()) < 56;
      labels[n] = (byte) (inside ? 1 + lobe + (p.x() > 0 ? 0 : 1) : 0);
    }
    return new LabelMap(GRID, labels);
  }

  /** Logits of a ball: 6 inside, -6 outside. */
  static Volume ball(Vec3 centre, double radiusMm) {
    float[] logits = new float[GRID.voxels()];
    for (int n = 0; n < logits.length; n++) {
      double d = point(n).distance(centre);
      logits[n] = (float) Math.clamp((radiusMm - d) * 2, -6, 6);
    }
    return new Volume(GRID, logits);
  }

  static Volume nothing() {
    float[] logits = new float[GRID.voxels()];
    java.util.Arrays.fill(logits, -6);
    return new Volume(GRID, logits);
  }

  static MaskCandidate candidate(Vec3 centre, double radiusMm, double quality) {
    return new MaskCandidate(ball(centre, radiusMm), quality);
  }

  private static Vec3 point(int n) {
    return GRID.toPatient(n % 60, n / 60 % 60, n / 3600);
  }
}
