package io.sightline.specialist;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleReader;
import io.sightline.inference.InferenceConfig;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.onnx.OrtRuntime;
import java.nio.file.Path;

/** A MeshNet of the repository and a session pool to run it, for end-to-end tests. */
final class MeshNetBundle implements AutoCloseable {
  private final Bundle bundle;
  private final ModelExecutor executor = new ModelExecutor(1, 16);
  private final OrtRuntime runtime = new OrtRuntime(InferenceConfig.Device.CPU, 2, executor);
  private final LruSessionPool pool = new LruSessionPool(runtime, 1L << 30);

  MeshNetBundle(String id) {
    Path folder = Path.of(System.getProperty("sightline.home", "."), "models", id);
    bundle = new BundleReader().read(folder.toAbsolutePath().normalize());
  }

  Bundle bundle() {
    return bundle;
  }

  LruSessionPool pool() {
    return pool;
  }

  Specialist specialist() {
    return new OnnxSpecialist(bundle, Task.SEGMENT, Networks.of(pool));
  }

  long openTensors() {
    return runtime.liveTensors().open();
  }

  @Override
  public void close() {
    pool.close();
    executor.close();
  }
}
