package io.sightline.inference.remote;

import io.sightline.bundle.RemoteModel;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.RunCheck;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A model on another server as a session: tensors lie in this process until a run carries them
 * over. Nothing that comes back is believed: names, types, shapes, sizes and numbers are checked.
 * Holds nothing, so closing it changes nothing. Thread-safe.
 */
final class RemoteSession implements InferenceSession {
  private final ModelServer server;
  private final RemoteModel model;
  private final TensorSpecs specs;
  private final AtomicLong open;
  private volatile @Nullable String away;

  /**
   * @param open counts the tensors that are open
   */
  RemoteSession(ModelServer server, RemoteModel model, TensorSpecs specs, AtomicLong open) {
    this.server = server;
    this.model = model;
    this.specs = specs;
    this.open = open;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return specs.inputs();
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return specs.outputs();
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, float[] data) {
    return RemoteTensor.of(type, shape, data, open);
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, long[] data) {
    return RemoteTensor.of(type, shape, data, open);
  }

  @Override
  public Map<String, Tensor> run(
      Map<String, Tensor> given, Set<String> wanted, Cancellation cancellation) {
    cancellation.check();
    RunCheck.check(inputs(), outputs(), given, wanted);
    List<TensorSpec> due = new ArrayList<>();
    for (String name : wanted) {
      due.add(outputs().get(name));
    }
    return call(given, due, cancellation);
  }

  @Override
  public Tensor runLarge(
      Map<String, Tensor> given, String wanted, long[] shape, Cancellation cancellation) {
    cancellation.check();
    RunCheck.check(inputs(), outputs(), given, Set.of(wanted));
    TensorType type = outputs().get(wanted).type();
    TensorSpec due = new TensorSpec(wanted, type, Arrays.stream(shape).boxed().toList());
    return call(given, List.of(due), cancellation).get(wanted);
  }

  private Map<String, Tensor> call(
      Map<String, Tensor> given, List<TensorSpec> due, Cancellation cancellation) {
    List<NamedTensor> inputs = new ArrayList<>();
    // in the graph's order, whatever the caller's map has
    for (String name : inputs().keySet()) {
      RemoteTensor tensor = (RemoteTensor) given.get(name);
      inputs.add(new NamedTensor(name, tensor.datatype(), tensor.shape(), tensor.bytes()));
    }
    try (Answer answer = server.infer(model, inputs, due, cancellation)) {
      Map<String, Tensor> tensors = tensors(answer, due);
      away = null;
      return tensors;
    } catch (OipFailure e) {
      away = e.code() == ErrorCode.REMOTE_UNAVAILABLE ? server.inWords(model, e) : null;
      throw server.problem(model, e);
    } catch (IOException e) {
      throw new IllegalStateException("a call ends with a failure of ours", e);
    }
  }

  /** All are looked at before any is taken. */
  private Map<String, Tensor> tensors(Answer answer, List<TensorSpec> due) throws OipFailure {
    for (TensorSpec spec : due) {
      OutputCheck.check(answer.get(spec.name()), spec);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : due) {
      Answer.Output output = answer.take(spec.name());
      tensors.put(
          spec.name(), new RemoteTensor(output.type(), output.shape(), output.memory(), open));
    }
    return tensors;
  }

  @Override
  public @Nullable String away() {
    return away;
  }

  @Override
  public void close() {
    // the connection belongs to the server's entry
  }
}
