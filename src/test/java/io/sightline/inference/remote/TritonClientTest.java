package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fake server that stands for Triton in these tests is held against Triton's own Python client:
 * what that one sends and reads is the raw form that ours has to speak.
 */
@Timeout(1500)
class TritonClientTest {
  @TempDir Path folder;

  @Test
  void tritonsOwnClientUnderstandsTheFakeServer() throws Exception {
    String python = MlServer.python();
    String script = MlServer.resource("triton_client.py").toString();
    try (FakeRestServer server = new FakeRestServer(new SquareModel(), true)) {
      Path output = folder.resolve("output.txt");
      Process process =
          new ProcessBuilder(python, script, URI.create(server.url()).getAuthority())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(300, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(Files.readString(output)).contains("all good");
      assertThat(ended).isTrue();
    }
  }
}
