package io.sightline.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * FAISS in a Python process: {@code models/kit/faiss_hnsw.py}. Where Python or faiss-cpu is not
 * there the benchmark goes on without that line and says why.
 *
 * @param python the interpreter
 * @param script the file to run
 */
public record FaissProcess(Path python, Path script) {
  private static final long HOURS = 2;

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

  Answer run(BenchVectors vectors, int[][] truth, int k, Path folder) throws IOException {
    if (!Files.isExecutable(python)) {
      return Answer.skipped("there is no Python environment for it (./sightline train --setup)");
    }
    Path stored = folder.resolve("stored.f32");
    Path queries = folder.resolve("queries.f32");
    Path log = folder.resolve("faiss.log");
    BenchVectors.write(vectors.stored(), stored);
    BenchVectors.write(vectors.queries(), queries);
    Process process =
        new ProcessBuilder(
                python.toString(),
                script.toString(),
                stored.toString(),
                queries.toString(),
                Integer.toString(vectors.stored()[0].length),
                Integer.toString(k))
            .redirectError(log.toFile())
            .start();
    try {
      String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(HOURS, TimeUnit.HOURS);
      return ended && process.exitValue() == 0
          ? measured(new ObjectMapper().readTree(json), truth)
          : Answer.skipped("FAISS did not run: " + lastLine(log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.skipped("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Answer measured(JsonNode answer, int[][] truth) {
    long[] nanos = new long[truth.length];
    int found = 0;
    int k = truth[0].length;
    for (int n = 0; n < truth.length; n++) {
      nanos[n] = answer.get("nanos").get(n).asLong();
      int[] ids = new int[k];
      for (int i = 0; i < k; i++) {
        ids[i] = answer.get("found").get(n).get(i).asInt();
      }
      found += RetrievalBench.shared(truth[n], ids);
    }
    return new Answer(
        Optional.of(
            Measured.of(
                "faiss hnsw",
                (double) found / (k * truth.length),
                nanos,
                answer.get("cpuNanos").asLong(),
                answer.get("buildSeconds").asDouble())),
        "");
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readString(log).lines().reduce((_, last) -> last).orElse("no word of it");
  }
}
