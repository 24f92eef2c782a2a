package io.sightline.vision;

/** Opens the package's encoder for tests of other packages. */
public final class TinyVisionEncoder {
  private TinyVisionEncoder() {}

  public static VisionEncoder of(TinyVision tiny) {
    return new OnnxVisionEncoder(tiny.pool(), 0);
  }

  public static VisionEncoder of(BrainMrBundle models) {
    return new OnnxVisionEncoder(models.pool(), 0);
  }
}
