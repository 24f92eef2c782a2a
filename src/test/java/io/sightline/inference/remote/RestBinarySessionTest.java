package io.sightline.inference.remote;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.InferenceSessionContract;
import org.junit.jupiter.api.AfterEach;

/** The port's contract, over REST with raw tensors. */
class RestBinarySessionTest extends InferenceSessionContract {
  private final FakeRestServer server = new FakeRestServer(new ArithmeticModel(), true);
  private final ModelServers servers = TestServer.at(server.url()).as("fake");

  @Override
  protected InferenceSession open() {
    return servers.open(Arithmetic.GRAPH);
  }

  @Override
  protected long openTensors() {
    return servers.openTensors();
  }

  @AfterEach
  void stop() {
    servers.close();
    server.close();
  }
}
