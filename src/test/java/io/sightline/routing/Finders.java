package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.Provenance;
import io.sightline.bundle.Quality;
import io.sightline.bundle.Resources;
import io.sightline.bundle.Scope;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.PreprocessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specialists that segment, for tests. */
public final class Finders {
  /** Voxels of 1 mm, LPS, values as they are. */
  static final PreprocessSpec ONE_MM =
      new PreprocessSpec(
          new PreprocessSpec.Grid("LPS", new Vec3(1, 1, 1), null, null),
          new PreprocessSpec.Resample(PreprocessSpec.Resample.Method.LINEAR, null),
          null,
          null,
          new PreprocessSpec.Intensity(
              PreprocessSpec.Intensity.Method.NONE, null, null, null, null, null),
          null,
          null);

  private Finders() {}

  /**
   * Segments on T1; a label {@code x-label} for each finding {@code x}, and anatomy for a name that
   * begins with a colon.
   *
   * @param dice of every label; 0 = none was measured
   */
  public static Bundle bundle(String id, double dice, String... findings) {
    List<LabelSpec> labels = new ArrayList<>();
    List<Quality> quality = new ArrayList<>();
    for (String f : findings) {
      boolean anatomy = f.startsWith(":");
      String label = anatomy ? f.substring(1) : f + "-label";
      labels.add(new LabelSpec(labels.size() + 1, label, null, null, anatomy ? null : f));
      if (dice > 0) {
        quality.add(new Quality("dice-" + label, "a scan", dice, 1));
      }
    }
    return segmenting(id, null, null, null, labels, quality);
  }

  /** A specialist that segments on T1; what is null is not in its manifest. */
  static Bundle segmenting(
      String id,
      @Nullable Provenance provenance,
      @Nullable PreprocessSpec preprocess,
      @Nullable Resources resources,
      List<LabelSpec> labels,
      List<Quality> quality) {
    BundleManifest manifest =
        new BundleManifest(
            1,
            id,
            "1.0.0",
            BundleManifest.Kind.SPECIALIST,
            "segment",
            id,
            new Licence("MIT", null),
            provenance,
            new Scope(List.of("MR"), List.of("HEAD", "BRAIN"), List.of(Sequence.T1), List.of()),
            List.of(new InputSpec("image", Sequence.T1, false)),
            preprocess,
            null,
            Map.of(
                "labels",
                new OutputSpec("logits", OutputSpec.Activation.SOFTMAX, null, null, labels)),
            Map.of(),
            null,
            null,
            null,
            resources,
            quality,
            List.of());
    return new Bundle(manifest, Path.of(id), "sha of " + id, List.of());
  }
}
