package io.sightline.inference.remote;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real MLServer with two models that compute the same: {@code square} describes its tensors,
 * {@code bare} does not. It is installed below {@code target/}; where that is not possible the test
 * is skipped and says so. Closing it ends the process that was started and no other.
 */
public final class MlServer implements AutoCloseable {
  private static final String PYTHON = "python3.11";
  private static final String PACKAGE = "mlserver==1.7.1";
  private static final Duration INSTALLING = Duration.ofMinutes(10);
  private static final Duration STARTING = Duration.ofMinutes(4);

  private static final String TENSORS =
      """
      , "inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, -1, -1, -1]}],
      "outputs": [{"name": "logits", "datatype": "FP32", "shape": [1, 2, -1, -1, -1]}]
      """;

  private final Process process;
  private final Path log;
  private final int http = freePort();
  private final int grpc = freePort();

  private MlServer(String python, Path folder) throws IOException {
    model(folder, "square", TENSORS);
    model(folder, "bare", "");
    Files.writeString(
        folder.resolve("settings.json"),
        """
        {"host": "127.0.0.1", "http_port": %d, "grpc_port": %d, "metrics_endpoint": null,
         "parallel_workers": 0, "debug": false}
        """
            .formatted(http, grpc));
    log = folder.resolve("mlserver.log");
    process =
        new ProcessBuilder(
                Path.of(python).resolveSibling("mlserver").toString(), "start", folder.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder for its models and its log
   */
  public static MlServer start(Path folder) throws Exception {
    MlServer server = new MlServer(python(), folder);
    try {
      server.awaitReady();
      return server;
    } catch (Exception | Error e) {
      server.close();
      throw e;
    }
  }

  public String rest() {
    return "http://127.0.0.1:" + http;
  }

  public String grpc() {
    return "grpc://127.0.0.1:" + grpc;
  }

  private static void model(Path folder, String name, String tensors) throws IOException {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.copy(resource("square_runtime.py"), model.resolve("square_runtime.py"));
    Files.writeString(
        model.resolve("model-settings.json"),
        """
        {"name": "%s", "implementation": "square_runtime.SquareModel"%s}
        """
            .formatted(name, tensors));
  }

  /** A file beside the runtime. */
  static Path resource(String name) {
    return Path.of(System.getProperty("sightline.home", "."), "src/test/resources/mlserver", name)
        .toAbsolutePath();
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + STARTING.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!isReady(client)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("MLServer did not start:\n" + Files.readString(log));
        }
        Thread.sleep(300);
      }
    }
  }

  private boolean isReady(HttpClient client) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rest() + "/v2/health/ready"))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The interpreter of its environment, which holds Triton's client as well. */
  public static String python() throws Exception {
    Path env = Path.of(System.getProperty("sightline.home", "."), "target", "mlserver");
    Path python = env.resolve("bin/python").toAbsolutePath();
    if (!Files.exists(env.resolve("ready"))) {
      install(List.of(PYTHON, "-m", "venv", env.toString()));
      install(
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "-q",
              "-c",
              resource("constraints.txt").toString(),
              PACKAGE));
      Files.writeString(env.resolve("ready"), PACKAGE);
    }
    return python.toString();
  }

  private static void install(List<String> command) throws InterruptedException, IOException {
    Path output = Files.createTempFile("install", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assumeTrue(
          ended && process.exitValue() == 0,
          "skipped: " + PACKAGE + " cannot be installed: " + said);
    } catch (IOException e) {
      assumeTrue(false, "skipped: no " + command.getFirst() + ": " + e.getMessage());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
