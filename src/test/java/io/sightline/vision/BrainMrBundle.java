package io.sightline.vision;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleReader;
import io.sightline.inference.InferenceConfig;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.onnx.OrtRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The repository's own bundle and a session pool to run it, for end-to-end tests. */
public final class BrainMrBundle implements AutoCloseable {
  private final Bundle bundle;
  private final ModelExecutor executor = new ModelExecutor(1, 16);
  private final OrtRuntime runtime = new OrtRuntime(InferenceConfig.Device.CPU, 2, executor);
  private final LruSessionPool pool = new LruSessionPool(runtime, 1L << 30);

  private BrainMrBundle(Bundle bundle) {
    this.bundle = bundle;
  }

  /** Skips the test when the weights are not there. */
  public static BrainMrBundle open() {
    Path folder = Path.of(System.getProperty("sightline.home", "."), "models/brain-mr");
    Assumptions.assumeTrue(
        Files.exists(folder.resolve("encoder.onnx")), "models/brain-mr has no weights here");
    return new BrainMrBundle(new BundleReader().read(folder.toAbsolutePath().normalize()));
  }

  public Bundle bundle() {
    return bundle;
  }

  public LruSessionPool pool() {
    return pool;
  }

  /** Native tensors that nobody has closed. */
  public long openTensors() {
    return runtime.liveTensors().open();
  }

  @Override
  public void close() {
    pool.close();
    executor.close();
  }
}
