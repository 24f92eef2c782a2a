package io.sightline.inference.remote;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.InferenceSessionContract;
import org.junit.jupiter.api.AfterEach;

/** The port's contract, over REST where the server takes nothing but JSON. */
class RestTextSessionTest extends InferenceSessionContract {
  private final FakeRestServer server = new FakeRestServer(new ArithmeticModel(), false);
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
