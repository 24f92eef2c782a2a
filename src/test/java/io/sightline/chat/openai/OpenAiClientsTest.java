package io.sightline.chat.openai;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.sightline.report.AnsweringTestProfile;
import io.sightline.report.ReportTestProfile;
import io.sightline.security.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The real {@code openai} clients for Python and Node against a running server. They are installed
 * below {@code target/}; where that is not possible the test is skipped and says so.
 */
@QuarkusTest
@TestProfile(AnsweringTestProfile.class)
class OpenAiClientsTest {
  private static final String PYTHON = "python3.11";
  private static final String CLIENT = "openai==1.109.1";
  private static final String NODE_CLIENT = "openai@5.23.2";

  @TestHTTPResource URI server;

  private record Ran(int code, String output) {}

  private static Ran run(int seconds, String... command) throws Exception {
    Path output = Files.createTempFile("ran", ".txt");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return new Ran(ended ? process.exitValue() : -1, text);
    } catch (IOException e) {
      return new Ran(-1, String.valueOf(e.getMessage()));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** The environment's interpreter. */
  private static String python() throws Exception {
    Path env = Path.of(System.getProperty("sightline.home", "."), "target", "openai-client");
    Path python = env.resolve("bin/python");
    if (!Files.exists(env.resolve("ready"))) {
      Ran made = run(120, PYTHON, "-m", "venv", env.toString());
      assumeTrue(made.code() == 0, "skipped: no " + PYTHON + " with venv: " + made.output());
      Ran installed = run(300, python.toString(), "-m", "pip", "install", "-q", CLIENT);
      assumeTrue(
          installed.code() == 0,
          "skipped: " + CLIENT + " cannot be installed: " + installed.output());
      Files.writeString(env.resolve("ready"), CLIENT);
    }
    return python.toString();
  }

  /** The folder with {@code node_modules}. */
  private static Path node() throws Exception {
    Path folder = Path.of(System.getProperty("sightline.home", "."), "target", "openai-node");
    if (!Files.exists(folder.resolve("ready"))) {
      Files.createDirectories(folder);
      Ran installed =
          run(
              300,
              "npm",
              "install",
              "--prefix",
              folder.toString(),
              "--no-audit",
              "--no-fund",
              NODE_CLIENT);
      assumeTrue(
          installed.code() == 0,
          "skipped: " + NODE_CLIENT + " cannot be installed: " + installed.output());
      Files.writeString(folder.resolve("ready"), NODE_CLIENT);
    }
    return folder.toAbsolutePath();
  }

  private static String study() {
    return api()
        .contentType("application/gzip")
        .body(ReportTestProfile.sourceNifti())
        .post("/api/studies?sequence=FLAIR")
        .jsonPath()
        .getString("studies[0].id");
  }

  private static String script(String name) {
    return Path.of(System.getProperty("sightline.home", "."), "src/test/resources/openai", name)
        .toString();
  }

  @Test
  void thePythonClientAsksStreamsAndReadsErrors() throws Exception {
    String python = python();
    Ran ran =
        run(180, python, script("client.py"), server.resolve("/v1").toString(), Api.TOKEN, study());
    assertThat(ran.output()).contains("all good");
    assertThat(ran.code()).isZero();
  }

  @Test
  void theNodeClientAsksStreamsAndReadsErrors() throws Exception {
    Path modules = node();
    Ran ran =
        run(
            180,
            "node",
            script("client.mjs"),
            server.resolve("/v1").toString(),
            Api.TOKEN,
            study(),
            modules.toString());
    assertThat(ran.output()).contains("all good");
    assertThat(ran.code()).isZero();
  }
}
