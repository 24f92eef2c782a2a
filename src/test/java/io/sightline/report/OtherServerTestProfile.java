package io.sightline.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The same server, whose remote generalist is to listen at a port that the test gives away. */
public class OtherServerTestProfile extends AnsweringTestProfile {
  /** The model's folder, which is its name. */
  public static final Path MODEL =
      Path.of(System.getProperty("sightline.home", "."), "target", "openai-tiny-model")
          .toAbsolutePath();

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>(super.getConfigOverrides());
    config.put("sightline.data", "${sightline.home}/target/test-data-other");
    config.put("sightline.remote.url", "http://127.0.0.1:" + freePort() + "/v1");
    config.put("sightline.remote.model", MODEL.toString());
    config.put("sightline.remote.timeout", "PT120S");
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
