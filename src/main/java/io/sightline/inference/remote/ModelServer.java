package io.sightline.inference.remote;

import io.sightline.bundle.RemoteModel;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A configured server: how long it is waited for, how often it is asked, how much it may say. */
final class ModelServer implements AutoCloseable {
  /** Asked before a model is used: ready, what can you, what is the model. */
  private static final int QUESTIONS = 3;

  private final String name;
  private final OipClient client;
  private final Attempts attempts;
  private final Duration patience;
  private final Duration timeout;
  private final long largest;

  ModelServer(String name, OipClient client, OipConfig.Server config) {
    this.name = name;
    this.client = client;
    this.attempts = new Attempts(config.retries(), config.backoff());
    this.patience = config.connectTimeout().multipliedBy(QUESTIONS);
    this.timeout = config.timeout();
    this.largest = config.maxMessage().asLongValue();
  }

  ModelTensors describe(RemoteModel model) {
    try {
      Cancellation never = new Cancellation();
      return attempts.run(
          () -> AwaitedCall.await(() -> client.describe(model), _ -> {}, patience, never), never);
    } catch (OipFailure e) {
      throw problem(model, e);
    } catch (IOException e) {
      throw problem(model, OipFailure.failed("the connection broke off within its answer", e));
    }
  }

  /**
   * @param due the outputs that are asked for; where their shapes are known, the answer may not be
   *     larger
   * @throws OipFailure why there is no answer
   */
  Answer infer(
      RemoteModel model, List<NamedTensor> inputs, List<TensorSpec> due, Cancellation cancellation)
      throws IOException {
    Set<String> wanted = due.stream().map(TensorSpec::name).collect(Collectors.toSet());
    long most = most(due);
    return attempts.run(
        () ->
            AwaitedCall.await(
                () -> client.infer(model, inputs, wanted, most, timeout),
                Answer::close,
                timeout,
                cancellation),
        cancellation);
  }

  /** Bytes of the largest answer that makes sense. */
  private long most(List<TensorSpec> due) throws OipFailure {
    long most = 0;
    for (TensorSpec spec : due) {
      long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
      if (spec.shape().contains(-1L)) {
        return largest;
      }
      most += Shapes.bytes(Datatype.of(spec.type()), shape, largest);
    }
    return Math.min(most, largest);
  }

  /** One sentence for people; no address, no secret. */
  String inWords(RemoteModel model, OipFailure e) {
    return "Model '%s' of server '%s' gave nothing: %s."
        .formatted(model.inWords(), name, e.reason());
  }

  ProblemException problem(RemoteModel model, OipFailure e) {
    return new ProblemException(e.code(), inWords(model, e), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
