package io.sightline.report;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleRegistry;
import io.sightline.inference.HostTensor;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.language.LanguageModel;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.shared.Cancellation;
import io.sightline.vision.Encoding;
import io.sightline.vision.VisionEncoder;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real server with a toy head instead of models, and a queue of three. */
public class ReportTestProfile implements QuarkusTestProfile {
  static final String TEXT =
      "<findings>A mass in the left frontal lobe of <max-diameter>.<seg> No oedema."
          + "<impression>Mass.";

  /** Every piece of text takes a permit and gives it back; without permits the model waits. */
  static final Semaphore GATE = new Semaphore(1);

  /** A scan in the grid that the toy head lies in, as an upload. */
  public static byte[] sourceNifti() {
    return sourceNifti(997);
  }

  /**
   * Another study for another period.
   *
   * @param period the toy encoder's embeddings of near periods are near
   */
  public static byte[] sourceNifti(int period) {
    float[] voxels = new float[ToyHead.SOURCE.voxels()];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = n % period;
    }
    ByteArrayOutputStream nifti = new ByteArrayOutputStream();
    NiftiWriter.write(new Volume(ToyHead.SOURCE, voxels), nifti);
    return nifti.toByteArray();
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(ToyModel.class, ToyEncoder.class, ToyRegistry.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "sightline.data",
        "${sightline.home}/target/test-data-report",
        "sightline.jobs.capacity",
        "3");
  }

  /** Language model and mask decoder in one. */
  @Alternative
  @ApplicationScoped
  public static class ToyModel implements LanguageModel, MaskDecoder {
    private final ScriptedModel script =
        new ScriptedModel(TEXT, List.of(List.of(ToyHead.candidate(ToyHead.LEFT_FRONTAL, 15, 0.99))))
            .beforeEachPiece(
                () -> {
                  GATE.acquireUninterruptibly();
                  GATE.release();
                });

    @Override
    public void generate(
        Bundle bundle,
        @Nullable HostTensor imageTokens,
        String prompt,
        GenerationOptions options,
        Consumer<GenerationEvent> events,
        Cancellation cancellation) {
      script.generate(bundle, imageTokens, prompt, options, events, cancellation);
    }

    @Override
    public float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt) {
      return script.hiddenState(bundle, imageTokens, prompt);
    }

    @Override
    public List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt) {
      return script.decode(bundle, encoding, prompt);
    }
  }

  /** Sees the toy head whatever it is given. */
  @Alternative
  @ApplicationScoped
  public static class ToyEncoder implements VisionEncoder {
    @Override
    public Encoding encode(
        Bundle bundle, Map<Sequence, Volume> volumes, Cancellation cancellation) {
      float highest = 0;
      for (float v : volumes.values().iterator().next().voxels()) {
        highest = Math.max(highest, v);
      }
      return ToyHead.encoding(
          Map.of("lesion", ToyHead.ball(ToyHead.LEFT_FRONTAL, 15)), 1000, highest);
    }
  }

  /** Knows the toy bundle. */
  @Alternative
  @ApplicationScoped
  public static class ToyRegistry implements BundleRegistry {
    private final ToyBundle.Registry bundles = new ToyBundle.Registry();

    @Override
    public List<Bundle> all() {
      return bundles.all();
    }

    @Override
    public Optional<Bundle> find(String id) {
      return bundles.find(id);
    }

    @Override
    public Bundle require(String id) {
      return bundles.require(id);
    }
  }
}
