package io.sightline.volume.preprocess;

import io.sightline.volume.preprocess.PreprocessSpec.Size;

/**
 * How much each voxel of a patch counts.
 *
 * @param values [z, y, x] of the patch, all positive
 */
@SuppressWarnings("ArrayRecordComponent")
record PatchWeights(float[] values) {

  /**
   * A Gaussian about the patch's centre.
   *
   * @param sigmaScale standard deviation as a fraction of the patch's length
   */
  static PatchWeights gaussian(Size patch, double sigmaScale) {
    float[] x = bell(patch.x(), sigmaScale);
    float[] y = bell(patch.y(), sigmaScale);
    float[] z = bell(patch.z(), sigmaScale);
    float smallest = Math.max(x[0] * y[0] * z[0], 1e-3f);
    float[] w = new float[x.length * y.length * z.length];
    int n = 0;
    for (float c : z) {
      for (float b : y) {
        for (float a : x) {
          w[n++] = Math.max(c * b * a, smallest);
        }
      }
    }
    return new PatchWeights(w);
  }

  private static float[] bell(int length, double sigmaScale) {
    double sigma = length * sigmaScale;
    float[] w = new float[length];
    for (int n = 0; n < length; n++) {
      double x = n - (length - 1) / 2.0;
      w[n] = (float) Math.exp(x * x / (-2 * sigma * sigma));
    }
    return w;
  }
}
