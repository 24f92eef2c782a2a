package io.sightline.language;

import io.sightline.inference.InferenceConfig.Device;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.onnx.LiveTensors;
import io.sightline.inference.onnx.OrtRuntime;

/** ONNX Runtime with a pool, for a test class. */
final class Runtime implements AutoCloseable {
  private final ModelExecutor executor = new ModelExecutor(2, 64);
  private final OrtRuntime ort = new OrtRuntime(Device.CPU, 1, executor);
  private final LruSessionPool pool = new LruSessionPool(ort, 1L << 30);

  LruSessionPool pool() {
    return pool;
  }

  LiveTensors tensors() {
    return ort.liveTensors();
  }

  @Override
  public void close() {
    pool.close();
    executor.close();
  }
}
