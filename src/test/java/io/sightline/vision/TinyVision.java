package io.sightline.vision;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.MaskDecoderSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.inference.InferenceConfig;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.onnx.OrtRuntime;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bundle around the hand-made graphs of {@code models/kit/fixtures/tiny_vision.py}: grid 10 x 12
 * x 8 at 2 mm, slots T1 and FLAIR, no scaling of intensities, so that every output can be checked
 * by hand.
 */
public final class TinyVision implements AutoCloseable {
  public static final VolumeGeometry GRID =
      VolumeGeometry.axisAligned(10, 12, 8, new Vec3(2, 2, 2), new Vec3(-9, -11, -7));

  private final ModelExecutor executor = new ModelExecutor(2, 64);
  private final OrtRuntime runtime = new OrtRuntime(InferenceConfig.Device.CPU, 1, executor);
  private final LruSessionPool pool = new LruSessionPool(runtime, 1L << 24);

  public LruSessionPool pool() {
    return pool;
  }

  /** Native tensors that nobody has closed. */
  public long openTensors() {
    return runtime.liveTensors().open();
  }

  public Bundle bundle() {
    return bundle(new GraphSpec("encoder.onnx", Map.of(), Map.of()));
  }

  /** The encoder with one two-channel image, its tensors mapped by the manifest. */
  public Bundle singleImage() {
    return bundle(
        new GraphSpec(
            "single_image_encoder.onnx",
            Map.of(),
            Map.of("image_tokens", new GraphSpec.TensorDecl("last_hidden_state", null, null))));
  }

  /** A segmentation network over T1 alone, in windows. */
  public Bundle network(PreprocessSpec.@Nullable Window window) {
    Bundle base = bundle();
    BundleManifest m = base.manifest();
    PreprocessSpec p = plain();
    BundleManifest manifest =
        new BundleManifest(
            1,
            "tiny-network",
            "1",
            BundleManifest.Kind.SPECIALIST,
            "segment",
            "Tiny network",
            m.licence(),
            null,
            null,
            m.inputs().subList(0, 1),
            new PreprocessSpec(p.grid(), p.resample(), null, null, p.intensity(), null, window),
            null,
            Map.of(
                "classes",
                new OutputSpec(
                    "logits",
                    null,
                    null,
                    null,
                    List.of(
                        new LabelSpec(0, "image", null, null),
                        new LabelSpec(1, "square", null, null)))),
            Map.of("network", new GraphSpec("network.onnx", Map.of(), Map.of())),
            null,
            null,
            null,
            null,
            List.of(),
            List.of());
    return new Bundle(manifest, folder(), "network " + window, List.of());
  }

  /**
   * A segmentation network of T1 and FLAIR by name, with {@code present}, whose classes may
   * overlap.
   *
   * @param needsFlair whether FLAIR may not be missing
   */
  public Bundle namedNetwork(boolean needsFlair) {
    PreprocessSpec p = plain();
    BundleManifest manifest =
        new BundleManifest(
            1,
            "tiny-named",
            "1",
            BundleManifest.Kind.SPECIALIST,
            "segment",
            "Tiny network of named inputs",
            new Licence("CC0-1.0", null),
            null,
            null,
            List.of(
                new InputSpec("T1", Sequence.T1, true),
                new InputSpec("FLAIR", Sequence.FLAIR, !needsFlair)),
            p,
            null,
            Map.of(
                "lesions",
                new OutputSpec(
                    "logits",
                    OutputSpec.Activation.SIGMOID,
                    0.5,
                    null,
                    List.of(
                        new LabelSpec(0, "any", null, null, "mass"),
                        new LabelSpec(1, "best", null, null)))),
            Map.of("network", new GraphSpec("named_network.onnx", Map.of(), Map.of())),
            null,
            null,
            null,
            null,
            List.of(),
            List.of());
    return new Bundle(manifest, folder(), "named " + needsFlair, List.of());
  }

  private static Bundle bundle(GraphSpec encoder) {
    BundleManifest manifest =
        new BundleManifest(
            1,
            "tiny",
            "1",
            BundleManifest.Kind.GENERALIST,
            "report",
            "Tiny vision",
            new Licence("CC0-1.0", null),
            null,
            null,
            List.of(
                new InputSpec("T1", Sequence.T1, true),
                new InputSpec("FLAIR", Sequence.FLAIR, true)),
            plain(),
            null,
            outputs(),
            Map.of(
                "encoder",
                encoder,
                "mask_decoder",
                new GraphSpec("mask_decoder.onnx", Map.of(), Map.of())),
            null,
            new MaskDecoderSpec(0.3, 2),
            null,
            null,
            List.of(),
            List.of());
    return new Bundle(manifest, folder(), "sha of " + encoder.file(), List.of());
  }

  private static PreprocessSpec plain() {
    return new PreprocessSpec(
        new PreprocessSpec.Grid("LPS", new Vec3(2, 2, 2), new Size(10, 12, 8), null),
        new PreprocessSpec.Resample(PreprocessSpec.Resample.Method.LINEAR, null),
        null,
        null,
        new PreprocessSpec.Intensity(
            PreprocessSpec.Intensity.Method.NONE, null, null, null, null, null),
        null,
        null);
  }

  private static Map<String, OutputSpec> outputs() {
    return Map.of(
        "structures",
        new OutputSpec(
            "structure_logits",
            OutputSpec.Activation.SOFTMAX,
            null,
            null,
            List.of(
                new LabelSpec(0, "background", null, null),
                new LabelSpec(1, "left-thing", null, null),
                new LabelSpec(2, "right-thing", null, null))),
        "lesions",
        new OutputSpec(
            "lesion_logits",
            OutputSpec.Activation.SIGMOID,
            0.5,
            0.1,
            List.of(new LabelSpec(0, "lesion", null, null))));
  }

  private static Path folder() {
    try {
      var url = TinyVision.class.getResource("/vision/encoder.onnx");
      return Objects.requireNonNull(Path.of(Objects.requireNonNull(url).toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A volume on the model grid: {@code value} at one voxel, {@code rest} elsewhere. */
  public static Volume spot(int i, int j, int k, float value, float rest) {
    float[] v = new float[GRID.voxels()];
    java.util.Arrays.fill(v, rest);
    v[GRID.offset(i, j, k)] = value;
    return new Volume(GRID, v);
  }

  @Override
  public void close() {
    pool.close();
    executor.close();
  }
}
