package io.sightline.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * FAISS in a Python process of its own with one thread: {@code models/kit/faiss_hnsw.py}. Where
 * Python or faiss-cpu is not there the benchmark goes on without that line and says why.
 *
 * @param python the interpreter
 * @param script the file to run
 */
public record FaissProcess(Path python, Path script) {
  private static final long HOURS = 12;
  private static final String PROGRESS = "progress ";

  /**
   * What came of it.
   *
   * @param reason why there is no measurement; empty when there is one
   */
  record Answer(Optional<Measured> measured, String reason) {
    static Answer skipped(String reason) {
      return new Answer(Optional.empty(), reason);
    }
  }

  Answer run(VectorFile stored, VectorFile queries, Truth truth, int k, Consumer<String> progress)
      throws IOException {
    if (!Files.isExecutable(python)) {
      return Answer.skipped("there is no Python environment for it (./sightline train --setup)");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            python.toString(),
            script.toString(),
            stored.path().toString(),
            queries.path().toString(),
            Integer.toString(stored.dimension()),
            Integer.toString(k));
    builder
        .environment()
        .putAll(
            Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1"));
    Process process = builder.start();
    Thread ending = new Thread(process::destroyForcibly); // Ctrl-C leaves no process behind
    Runtime.getRuntime().addShutdownHook(ending);
    Said said = new Said(new Countdown("faiss index", stored.count(), progress, System::nanoTime));
    Thread listening = Thread.ofVirtual().start(() -> said.listen(process));
    try {
      String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(HOURS, TimeUnit.HOURS);
      listening.join();
      return ended && process.exitValue() == 0
          ? measured(new ObjectMapper().readTree(json), truth)
          : Answer.skipped("FAISS did not run: " + said.last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.skipped("interrupted");
    } finally {
      process.destroyForcibly();
      forget(ending);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the benchmark is being ended: the hook runs
    }
  }

  private static Answer measured(JsonNode answer, Truth truth) {
    int queries = answer.get("nanos").size();
    long[] nanos = new long[queries];
    int[][] found = new int[queries][];
    for (int n = 0; n < queries; n++) {
      nanos[n] = answer.get("nanos").get(n).asLong();
      JsonNode ids = answer.get("found").get(n);
      found[n] = new int[ids.size()];
      for (int i = 0; i < found[n].length; i++) {
        found[n][i] = ids.get(i).asInt();
      }
    }
    return new Answer(
        Optional.of(
            Measured.of(
                "faiss hnsw",
                truth.recall(found),
                nanos,
                answer.get("cpuNanos").asLong(),
                answer.get("buildSeconds").asDouble())),
        "");
  }

  /** What the process writes beside its answer: {@code progress 40000}, or why it fails. */
  private static final class Said {
    private final Countdown countdown;
    private volatile String last = "no word of it";

    Said(Countdown countdown) {
      this.countdown = countdown;
    }

    void listen(Process process) {
      try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.matches(PROGRESS + "[0-9]{1,9}")) {
            countdown.at(Long.parseLong(line.substring(PROGRESS.length())));
          } else if (!line.isBlank()) {
            last = line;
          }
        }
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
    }
  }
}
