package io.sightline.retrieval;

import java.util.Arrays;
import java.util.Optional;

/**
 * The image embedding of a case, of length 1 so that the dot product is the cosine. Immutable by
 * agreement: nobody writes into {@link #vector}.
 *
 * @param vector 1 to {@value #LONGEST} finite numbers
 */
@SuppressWarnings("ArrayRecordComponent")
public record CaseEmbedding(EmbeddingSpace space, float[] vector) {
  /** What the index takes. */
  public static final int LONGEST = 1024;

  private static final double UNIT = 1e-3;

  public CaseEmbedding {
    if (vector.length == 0 || vector.length > LONGEST) {
      throw new IllegalArgumentException("an embedding has 1 to " + LONGEST + " numbers");
    }
    if (!(Math.abs(length(vector) - 1) < UNIT)) {
      throw new IllegalArgumentException("an embedding has length 1");
    }
  }

  /** Scaled to length 1; empty when it has no direction or is too long for the index. */
  public static Optional<CaseEmbedding> normalised(EmbeddingSpace space, float[] raw) {
    double length = length(raw);
    if (raw.length > LONGEST || !(length > 1e-12) || Double.isInfinite(length)) {
      return Optional.empty();
    }
    float[] unit = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      unit[i] = (float) (raw[i] / length);
    }
    return Optional.of(new CaseEmbedding(space, unit));
  }

  private static double length(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof CaseEmbedding e && space.equals(e.space) && Arrays.equals(vector, e.vector);
  }

  @Override
  public int hashCode() {
    return 31 * space.hashCode() + Arrays.hashCode(vector);
  }
}
