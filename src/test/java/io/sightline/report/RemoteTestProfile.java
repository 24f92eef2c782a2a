package io.sightline.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** The same server, whose remote generalist is its own OpenAI interface. */
public class RemoteTestProfile extends AnsweringTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    int port = freePort();
    Map<String, String> config = new HashMap<>(super.getConfigOverrides());
    config.put("sightline.data", "${sightline.home}/target/test-data-remote");
    config.put("quarkus.http.test-port", Integer.toString(port));
    config.put("sightline.remote.url", "http://127.0.0.1:" + port + "/v1");
    config.put("sightline.remote.model", "toy-answers");
    config.put("sightline.remote.api-key", "test-token-0123456789");
    config.put("sightline.remote.attach-study", "true");
    return config;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
