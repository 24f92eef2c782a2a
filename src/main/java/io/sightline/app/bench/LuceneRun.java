package io.sightline.app.bench;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseIndex;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.retrieval.StoredCase;
import io.sightline.retrieval.lucene.LuceneCaseIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The server's own index in a folder. It is built in batches, closed, which ends the merging of its
 * segments, and opened again as after a restart; then it is asked.
 *
 * @param progress takes lines while it is built
 */
record LuceneRun(Consumer<String> progress) {
  private static final int BATCH = 10_000;
  private static final int WARM_ROUNDS = 10;
  private static final EmbeddingSpace SPACE = new EmbeddingSpace("bench", "0".repeat(64), "bench");

  Measured run(VectorFile stored, float[][] queries, Truth truth, int k, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    long start = System.nanoTime();
    build(stored, folder);
    double seconds = (System.nanoTime() - start) / 1e9;
    int[][] found = new int[queries.length][];
    try (CaseIndex index = new LuceneCaseIndex(folder)) {
      Timed.Ask ask = (n, q) -> found[n] = numbers(index, q, k);
      for (int round = 0; round < WARM_ROUNDS; round++) {
        Timed.of(queries, ask);
      }
      Timed timed = Timed.of(queries, ask);
      return Measured.of(
          "sightline", truth.recall(found), timed.nanos(), timed.cpuNanos(), seconds);
    }
  }

  private void build(VectorFile stored, Path folder) {
    Countdown countdown =
        new Countdown("sightline index", stored.count(), progress, System::nanoTime);
    try (CaseIndex index = new LuceneCaseIndex(folder)) {
      for (int from = 0; from < stored.count(); from += BATCH) {
        int end = Math.min(stored.count(), from + BATCH);
        List<StoredCase> batch = new ArrayList<>(BATCH);
        for (int n = from; n < end; n++) {
          batch.add(new StoredCase(bare(n, stored.vector(n)), n + 1L));
        }
        index.put(batch);
        countdown.at(end);
      }
      if (stored.count() > 10 * BATCH) {
        progress.accept("sightline index: merging its last segments");
      }
    }
  }

  private static int[] numbers(CaseIndex index, float[] query, int k) {
    return index.byImage(new CaseEmbedding(SPACE, query), CaseFilter.ALL, k).stream()
        .mapToInt(m -> Integer.parseInt(m.caseId()))
        .toArray();
  }

  private static Case bare(int number, float[] vector) {
    return new Case(
        Integer.toString(number),
        "1." + number,
        null,
        null,
        "bench",
        "bench",
        "MR",
        List.of(),
        LocalDate.EPOCH,
        Instant.EPOCH,
        List.of(),
        List.of(),
        new CaseEmbedding(SPACE, vector));
  }
}
