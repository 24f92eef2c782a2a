package io.sightline.vision;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.inference.HostTensor;
import java.util.Optional;

/**
 * One vector for a whole study, to find similar ones by. A bundle whose encoder graph declares
 * {@code image_embedding} was trained to give it. For others it is the mean of the image tokens:
 * that the encoder was not trained to place like studies near each other has to be said wherever it
 * is used, which is what {@link #source} is for.
 *
 * @param source {@link #OUTPUT} or {@link #MEAN_OF_TOKENS}
 * @param vector as the graph gave it, of any length
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageEmbedding(String source, float[] vector) {
  /** Role of the encoder's output. */
  public static final String OUTPUT = "image_embedding";

  public static final String MEAN_OF_TOKENS = "mean-of-image_tokens";

  /** Where a bundle's embeddings come from; empty when it has no encoder to take them from. */
  public static Optional<String> source(BundleManifest manifest) {
    return manifest
        .graph(OnnxVisionEncoder.GRAPH)
        .map(g -> g.outputs().containsKey(OUTPUT) ? OUTPUT : MEAN_OF_TOKENS);
  }

  /** The graph that gives them, as a path in the bundle. */
  public static Optional<String> file(BundleManifest manifest) {
    return manifest.graph(OnnxVisionEncoder.GRAPH).map(GraphSpec::file);
  }

  /** Empty when the graph gave neither. */
  public static Optional<ImageEmbedding> of(String source, Encoding encoding) {
    float[] vector =
        source.equals(OUTPUT) ? encoding.imageEmbedding().data() : mean(encoding.imageTokens());
    return vector.length == 0 ? Optional.empty() : Optional.of(new ImageEmbedding(source, vector));
  }

  /**
   * @param tokens [1, N, H]
   */
  private static float[] mean(HostTensor tokens) {
    long[] shape = tokens.shape();
    if (shape.length != 3 || tokens.data().length == 0) {
      return new float[0];
    }
    int width = (int) shape[2];
    int count = tokens.data().length / width;
    double[] sum = new double[width];
    for (int n = 0; n < tokens.data().length; n++) {
      sum[n % width] += tokens.data()[n];
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return mean;
  }
}
