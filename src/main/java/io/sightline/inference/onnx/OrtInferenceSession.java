package io.sightline.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.RunCheck;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One graph in ONNX Runtime. Runs go to the {@link ModelExecutor}; the caller waits and watches its
 * cancellation, which stops the graph between two nodes.
 */
final class OrtInferenceSession implements InferenceSession {
  private static final Logger LOG = Logger.getLogger(OrtInferenceSession.class);

  private final OrtSession session;
  private final ModelExecutor executor;
  private final LiveTensors live;
  private final OrtTensorFactory factory;
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> outputs;

  OrtInferenceSession(
      OrtEnvironment environment, OrtSession session, ModelExecutor executor, LiveTensors live)
      throws OrtException {
    this.session = session;
    this.executor = executor;
    this.live = live;
    this.factory = new OrtTensorFactory(environment, live);
    this.inputs = OrtTypes.specs(session.getInputInfo());
    this.outputs = OrtTypes.specs(session.getOutputInfo());
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, float[] data) {
    return factory.of(type, shape, data);
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, long[] data) {
    return factory.of(type, shape, data);
  }

  @Override
  public Map<String, Tensor> run(
      Map<String, Tensor> given, Set<String> wanted, Cancellation cancellation) {
    cancellation.check();
    RunCheck.check(inputs, outputs, given, wanted);
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    given.forEach((name, tensor) -> feed.put(name, ((OrtTensor) tensor).nativeTensor()));
    try (RunOptions options = new RunOptions()) {
      return CancellableRun.await(
          executor.submit(() -> tensors(session.run(feed, wanted, options))),
          options,
          cancellation);
    } catch (OrtException e) {
      LOG.error("A graph failed to run.", e);
      throw new ProblemException(ErrorCode.INTERNAL, "The model failed to run.", e);
    }
  }

  @Override
  public Tensor runLarge(
      Map<String, Tensor> given, String wanted, long[] shape, Cancellation cancellation) {
    TensorSpec spec = outputs.get(wanted);
    if (spec == null || !spec.accepts(TensorType.FLOAT32, shape)) {
      return InferenceSession.super.runLarge(given, wanted, shape, cancellation);
    }
    OrtTensor out = factory.space(shape);
    try {
      runInto(given, wanted, out, cancellation);
      return out;
    } catch (RuntimeException e) {
      out.close();
      throw e;
    }
  }

  private void runInto(
      Map<String, Tensor> given, String wanted, OrtTensor out, Cancellation cancellation) {
    cancellation.check();
    RunCheck.check(inputs, outputs, given, Set.of(wanted));
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    given.forEach((name, tensor) -> feed.put(name, ((OrtTensor) tensor).nativeTensor()));
    Map<String, OnnxTensor> pinned = Map.of(wanted, out.nativeTensor());
    try (RunOptions options = new RunOptions()) {
      CancellableRun.await(
          executor.submit(
              () -> {
                session.run(feed, Set.of(), pinned, options).close();
                return Map.<String, Tensor>of();
              }),
          options,
          cancellation);
    } catch (OrtException e) {
      LOG.error("A graph failed to run.", e);
      throw new ProblemException(ErrorCode.INTERNAL, "The model failed to run.", e);
    }
  }

  /** The result's values become ours one by one, so the result itself is not closed. */
  private Map<String, Tensor> tensors(OrtSession.Result result) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> e : result) {
      out.put(e.getKey(), new OrtTensor((OnnxTensor) e.getValue(), live));
    }
    return out;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ProblemException(ErrorCode.INTERNAL, "A model could not be unloaded.", e);
    }
  }
}
