package io.sightline.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's own arithmetic, on a size that takes no time. */
class RetrievalBenchTest {
  @TempDir Path temp;

  private final List<String> lines = new ArrayList<>();

  @Test
  void itPrintsFiguresAndRatiosAndSaysWhyFaissIsLeftOut() throws IOException {
    FaissProcess none = new FaissProcess(temp.resolve("no python"), temp.resolve("no script"));
    new RetrievalBench(16, 20, none, lines::add, _ -> {}).run(1000, temp);
    assertThat(lines.getFirst())
        .contains("1,000 vectors of 16 numbers, 20 queries, 20 of them searched exactly, k = 10");
    assertThat(lines).anyMatch(l -> l.matches("exact +1\\.000 .*"));
    assertThat(lines).anyMatch(l -> l.matches("sightline +(1\\.000|0\\.[5-9]\\d\\d) .*"));
    assertThat(lines).anyMatch(l -> l.matches("sightline answers [0-9.]+ times as fast.*"));
    assertThat(lines.getLast()).startsWith("faiss hnsw: left out, there is no Python environment");
    assertThat(Files.size(temp.resolve("stored.f32"))).isEqualTo(1000 * 16 * 4);
  }

  @Test
  void aProcessThatAnswersIsComparedAndOneThatFailsIsQuoted() throws IOException {
    Path python = temp.resolve("python");
    Path script = temp.resolve("script");
    Files.writeString(python, "#!/bin/sh\n. \"$1\"\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Truth truth = new Truth(new int[][] {{0, 1}});
    try (VectorFile stored = file("a", 100, 8, 1);
        VectorFile queries = file("b", 2, 8, 2)) {
      Files.writeString(
          script,
          """
          echo progress 50 >&2
          echo '{"buildSeconds":1.5,"cpuNanos":4000000,"nanos":[1000000,3000000],"found":[[1,7],[0,1]]}'
          """);
      FaissProcess process = new FaissProcess(python, script);
      Measured measured =
          process.run(stored, queries, truth, 2, lines::add).measured().orElseThrow();
      assertThat(measured.recall()).isEqualTo(0.5);
      assertThat(measured.cpuMs()).isEqualTo(2);
      assertThat(measured.buildSeconds()).isEqualTo(1.5);
      Files.writeString(script, "echo progress 50 >&2; echo no module named faiss >&2; exit 1\n");
      assertThat(process.run(stored, queries, truth, 2, lines::add).reason())
          .isEqualTo("FAISS did not run: no module named faiss");
    }
  }

  private VectorFile file(String name, int count, int dimension, long seed) throws IOException {
    return VectorFile.write(
        temp.resolve(name), count, dimension, new BenchVectors(dimension, 7, seed), _ -> {});
  }

  @Test
  void exactSearchFindsTheNearest() throws IOException {
    Iterator<float[]> few =
        List.of(
                new float[] {1, 0},
                new float[] {0.8f, 0.6f},
                new float[] {0, 1},
                new float[] {-1, 0})
            .iterator();
    try (VectorFile stored = VectorFile.write(temp.resolve("f"), 4, 2, few::next, _ -> {})) {
      assertThat(new ExactSearch(stored).nearest(new float[] {0.96f, 0.28f}, 2))
          .containsExactlyInAnyOrder(0, 1);
    }
    try (VectorFile stored = file("many", 1000, 5, 1)) { // more than are read at once
      for (int n : new int[] {0, 255, 256, 999}) {
        assertThat(new ExactSearch(stored).nearest(stored.vector(n), 1)).containsExactly(n);
      }
    }
  }

  @Test
  void vectorsHaveLengthOneAndAreTheSameEachTime() throws IOException {
    try (VectorFile a = file("a", 300, 32, 1);
        VectorFile b = file("b", 300, 32, 1);
        VectorFile other = file("c", 300, 32, 2)) {
      assertThat(a.vector(299)).isEqualTo(b.vector(299)).isNotEqualTo(other.vector(299));
      double sum = 0;
      for (float x : a.vector(299)) {
        sum += x * x;
      }
      assertThat(sum).isBetween(0.999, 1.001);
    }
  }

  @Test
  void aMillionVectorsAreSearchedExactlyForFewerQueries() {
    assertThat(Truth.queries(10_000, 200)).isEqualTo(200);
    assertThat(Truth.queries(100_000, 200)).isEqualTo(200);
    assertThat(Truth.queries(1_000_000, 200)).isEqualTo(50);
    assertThat(Truth.queries(100_000_000, 200)).isEqualTo(20);
    assertThat(Truth.queries(1_000_000, 5)).isEqualTo(5);
  }

  @Test
  void recallIsThatOfTheQueriesWithATruth() {
    Truth truth = new Truth(new int[][] {{1, 2}, {3, 4}});
    assertThat(truth.recall(new int[][] {{2, 1}, {4, 9}, {7, 8}})).isEqualTo(0.75);
    assertThat(truth.recall(new int[][] {{1, 1}, {}, {}})).isEqualTo(0.25);
  }

  @Test
  void progressIsSaidEveryTenSecondsWithTheTimeLeft() {
    AtomicLong seconds = new AtomicLong();
    Countdown countdown =
        new Countdown("index", 1_000_000, lines::add, () -> seconds.get() * 1_000_000_000);
    for (int n = 1; n <= 40; n++) {
      seconds.set(n);
      countdown.at(n * 5_000L);
    }
    assertThat(lines)
        .containsExactly(
            "index: 50,000 of 1,000,000, about 3 min left",
            "index: 100,000 of 1,000,000, about 3 min left",
            "index: 150,000 of 1,000,000, about 3 min left",
            "index: 200,000 of 1,000,000, about 3 min left");
    seconds.set(200);
    countdown.at(700_000);
    assertThat(lines.getLast()).isEqualTo("index: 700,000 of 1,000,000, about 86 s left");
    countdown.at(1_000_000);
    assertThat(lines).hasSize(5);
  }

  @Test
  void percentilesAreThoseOfTheSortedTimes() {
    long[] nanos = new long[100];
    Arrays.setAll(nanos, n -> (100 - n) * 1_000_000L);
    Measured m = Measured.of("x", 1, nanos, 300_000_000, 0);
    assertThat(m.p50Ms()).isEqualTo(51);
    assertThat(m.p95Ms()).isEqualTo(96);
    assertThat(m.cpuMs()).isEqualTo(3);
  }
}
