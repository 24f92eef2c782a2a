package io.sightline.chat.openai;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code transformers serve} of Hugging Face with a tiny model, on loopback: an OpenAI-compatible
 * server that is not ours. It lives in an environment of its own below {@code target/} and borrows
 * PyTorch from the training kit's, which is only read. Where one of them cannot be had the test is
 * skipped and says so.
 */
final class TransformersServer implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));
  private static final Path TARGET = HOME.resolve("target").toAbsolutePath();
  private static final List<String> WITHOUT_DEPENDENCIES =
      List.of("--no-deps", "transformers==5.24.0", "accelerate==1.15.0");
  private static final List<String> WITH_DEPENDENCIES =
      List.of(
          "fastapi==0.165.0",
          "uvicorn==0.54.0",
          "openai==3.57.0",
          "pydantic==2.14.4",
          "typer==0.29.2",
          "rich==15.0.0",
          "regex==2026.11.19",
          "safetensors==0.8.0",
          "tqdm==4.70.1",
          "psutil==7.2.2",
          "huggingface-hub==1.33.0",
          "tokenizers==0.23.1",
          "numpy==2.4.6");
  private static final int START_SECONDS = 420;

  private final Process process;

  private TransformersServer(Process process) {
    this.process = process;
  }

  /** Where the model lies; its path is its name on the server. */
  static Path model() {
    return TARGET.resolve("openai-tiny-model");
  }

  static TransformersServer start(int port) throws Exception {
    Path env = environment();
    if (!Files.exists(model().resolve("model.safetensors"))) {
      run(
          600,
          "the tiny model cannot be made",
          env.resolve("bin/python").toString(),
          HOME.resolve("src/test/resources/openai/tiny_chat_model.py").toString(),
          model().toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            env.resolve("bin/transformers").toString(),
            "serve",
            model().toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--device",
            "cpu");
    builder.environment().putAll(quiet());
    builder.redirectErrorStream(true).redirectOutput(TARGET.resolve("openai-server.log").toFile());
    TransformersServer server = new TransformersServer(builder.start());
    server.awaitReady(port);
    return server;
  }

  /** No network, one thread. */
  private static Map<String, String> quiet() {
    return Map.of("HF_HUB_OFFLINE", "1", "TRANSFORMERS_OFFLINE", "1", "OMP_NUM_THREADS", "1");
  }

  private void awaitReady(int port) throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() - end < 0 && process.isAlive()) {
        try {
          if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // not listening yet
        }
        Thread.sleep(500);
      }
    }
    close();
    assumeTrue(false, "skipped: transformers serve does not come up; see target/openai-server.log");
  }

  private static Path environment() throws Exception {
    Path kit = kitPackages();
    Path env = TARGET.resolve("openai-server");
    if (!Files.exists(env.resolve("ready"))) {
      String python = env.resolve("bin/python").toString();
      run(300, "no python3.11 with venv", "python3.11", "-m", "venv", env.toString());
      List<String> pip = List.of(python, "-m", "pip", "install", "-q");
      run(600, "transformers cannot be installed", command(pip, WITHOUT_DEPENDENCIES));
      run(600, "its libraries cannot be installed", command(pip, WITH_DEPENDENCIES));
      Path packages = env.resolve("lib/python3.11/site-packages");
      Files.writeString(packages.resolve("kit.pth"), kit + "\n");
      Files.writeString(env.resolve("ready"), String.join(" ", WITHOUT_DEPENDENCIES));
    }
    return env;
  }

  private static Path kitPackages() {
    String named = System.getenv("SIGHTLINE_KIT_ENV");
    String data = System.getenv("SIGHTLINE_DATA");
    Path env =
        named != null
            ? Path.of(named)
            : data != null
                ? Path.of(data, "kit-venv")
                : Path.of(System.getProperty("user.home"), ".local/share/sightline/kit-venv");
    Path packages = env.resolve("lib/python3.11/site-packages");
    assumeTrue(
        Files.isDirectory(packages.resolve("torch")),
        "skipped: no PyTorch in the kit's environment (./sightline train --setup makes it)");
    return packages;
  }

  private static String[] command(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toArray(String[]::new);
  }

  private static void run(int seconds, String failing, String... command) throws Exception {
    Path output = Files.createTempFile("ran", ".txt");
    int code = -1;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(quiet());
      Process process = builder.redirectOutput(output.toFile()).start();
      if (process.waitFor(seconds, TimeUnit.SECONDS)) {
        code = process.exitValue();
      } else {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      Files.writeString(output, String.valueOf(e.getMessage()));
    }
    assumeTrue(code == 0, "skipped: " + failing + ": " + Files.readString(output));
    Files.deleteIfExists(output);
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
