package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.PreprocessSpec.Crop;
import io.sightline.volume.preprocess.PreprocessSpec.Crop.Anchor;
import io.sightline.volume.preprocess.PreprocessSpec.Foreground;
import io.sightline.volume.preprocess.PreprocessSpec.Grid;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity;
import io.sightline.volume.preprocess.PreprocessSpec.Range;
import io.sightline.volume.preprocess.PreprocessSpec.Resample;
import io.sightline.volume.preprocess.PreprocessSpec.Size;

/** What {@code models/brain-mr/bundle.yaml} declares, for tests that need no bundle. */
public final class BrainMr {
  private BrainMr() {}

  public static final PreprocessSpec PREPROCESS =
      new PreprocessSpec(
          new Grid("LPS", new Vec3(2, 2, 2), new Size(80, 112, 96), Grid.Axes.PATIENT),
          new Resample(Resample.Method.LINEAR, Resample.Antialias.BOX),
          new Foreground(99.5, 0.12, true),
          new Crop(new Crop.Anchors(Anchor.CENTER, Anchor.CENTER, Anchor.SUPERIOR), 8, 150, 40),
          new Intensity(
              Intensity.Method.Z_SCORE,
              Intensity.Within.FOREGROUND,
              new Range(-4, 6),
              0.0,
              null,
              null),
          null,
          null);
}
