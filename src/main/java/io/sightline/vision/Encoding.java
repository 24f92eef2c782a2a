package io.sightline.vision;

import io.sightline.inference.HostTensor;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.Map;

/**
 * What a visual encoder made of one set of volumes: immutable, on the Java heap, cached by {@link
 * #key}.
 *
 * @param key hash of the prepared voxels, the grid and the bundle
 * @param grid the model grid in patient space
 * @param contributions weight per sequence that was present (the encoder's {@code gates}), summing
 *     to 1
 * @param imageTokens [1, N, H] for the language model
 * @param imageEmbeddings [1, C, z, y, x] for the mask decoder, on a coarser grid than {@link #grid}
 * @param highResFeatures [1, C, z, y, x] by graph name ({@code high_res_features_N}), on {@link
 *     #grid}
 * @param structures most probable structure per voxel of {@link #grid}, indices of the manifest's
 *     {@code outputs.structures}
 * @param lesionLogits per label id of the manifest's {@code outputs.lesions}, on {@link #grid}
 * @param imageEmbedding [1, D] for the comparison with other studies; empty when the graph gives
 *     none
 * @param findingScores calibrated probability, 0..1, that a finding of the lexicon is there, by its
 *     id; empty when the graph gives none
 */
public record Encoding(
    String key,
    VolumeGeometry grid,
    Map<Sequence, Double> contributions,
    HostTensor imageTokens,
    HostTensor imageEmbeddings,
    Map<String, HostTensor> highResFeatures,
    LabelMap structures,
    Map<String, Volume> lesionLogits,
    HostTensor imageEmbedding,
    Map<String, Double> findingScores) {
  /** What a graph that does not give an output gives for it. */
  static final HostTensor NOTHING = new HostTensor(new long[] {1, 0, 0}, new float[0]);

  public Encoding {
    contributions = Map.copyOf(contributions);
    highResFeatures = Map.copyOf(highResFeatures);
    lesionLogits = Map.copyOf(lesionLogits);
    findingScores = Map.copyOf(findingScores);
  }

  /** Of an encoder without {@link #imageEmbedding} and {@link #findingScores}. */
  public Encoding(
      String key,
      VolumeGeometry grid,
      Map<Sequence, Double> contributions,
      HostTensor imageTokens,
      HostTensor imageEmbeddings,
      Map<String, HostTensor> highResFeatures,
      LabelMap structures,
      Map<String, Volume> lesionLogits) {
    this(
        key,
        grid,
        contributions,
        imageTokens,
        imageEmbeddings,
        highResFeatures,
        structures,
        lesionLogits,
        NOTHING,
        Map.of());
  }

  /** Heap that its arrays take. */
  public long bytes() {
    long floats = (long) imageTokens.data().length + imageEmbeddings.data().length;
    floats += imageEmbedding.data().length;
    for (HostTensor t : highResFeatures.values()) {
      floats += t.data().length;
    }
    for (Volume v : lesionLogits.values()) {
      floats += v.voxels().length;
    }
    return floats * Float.BYTES + structures.labels().length;
  }
}
