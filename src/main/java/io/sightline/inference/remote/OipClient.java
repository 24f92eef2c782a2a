package io.sightline.inference.remote;

import io.sightline.bundle.RemoteModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One server, over one of the protocol's two transports. Thread-safe; every call blocks until it
 * ends, its time is over, or its thread is interrupted.
 */
interface OipClient extends AutoCloseable {

  /**
   * Asks whether the server is ready and what it says of a model.
   *
   * @throws OipFailure why not
   */
  ModelTensors describe(RemoteModel model) throws IOException;

  /**
   * Runs a model.
   *
   * @param most bytes of the answer
   * @param timeout after which the server may give up as well
   * @return at least what the server chose to give; nothing of it is checked but its size
   * @throws OipFailure when it gave nothing that can be read
   */
  Answer infer(
      RemoteModel model, List<NamedTensor> inputs, Set<String> wanted, long most, Duration timeout)
      throws IOException;

  @Override
  void close();
}
