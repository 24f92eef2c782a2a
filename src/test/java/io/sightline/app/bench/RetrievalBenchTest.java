package io.sightline.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's own arithmetic, on a size that takes no time. */
class RetrievalBenchTest {
  @TempDir Path temp;

  @Test
  void itPrintsFiguresAndRatiosAndSaysWhyFaissIsLeftOut() throws IOException {
    List<String> lines = new ArrayList<>();
    FaissProcess none = new FaissProcess(temp.resolve("no python"), temp.resolve("no script"));
    new RetrievalBench(16, 20, none, lines::add).run(1000, temp);
    assertThat(lines.getFirst()).contains("1,000 vectors of 16 numbers, 20 queries, k = 10");
    assertThat(lines).anyMatch(l -> l.matches("exact +1\\.000 .*"));
    assertThat(lines).anyMatch(l -> l.matches("sightline +(1\\.000|0\\.\\d\\d\\d) .*"));
    assertThat(lines).anyMatch(l -> l.matches("sightline answers [0-9.]+ times as fast.*"));
    assertThat(lines.getLast()).startsWith("faiss hnsw: left out, there is no Python environment");
  }

  @Test
  void exactSearchFindsTheNearest() {
    float[][] stored = {{1, 0}, {0.8f, 0.6f}, {0, 1}, {-1, 0}};
    assertThat(new ExactSearch(stored).nearest(new float[] {0.96f, 0.28f}, 2))
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void vectorsHaveLengthOneAndAreTheSameEachTime() {
    BenchVectors a = new BenchVectors(300, 5, 32, 7);
    assertThat(a.stored()).hasDimensions(300, 32);
    assertThat(a.queries()[4]).isEqualTo(new BenchVectors(300, 5, 32, 7).queries()[4]);
    double sum = 0;
    for (float x : a.stored()[299]) {
      sum += x * x;
    }
    assertThat(sum).isBetween(0.999, 1.001);
  }

  @Test
  void percentilesAreThoseOfTheSortedTimes() {
    long[] nanos = new long[100];
    java.util.Arrays.setAll(nanos, n -> (100 - n) * 1_000_000L);
    Measured m = Measured.of("x", 1, nanos, 300_000_000, 0);
    assertThat(m.p50Ms()).isEqualTo(51);
    assertThat(m.p95Ms()).isEqualTo(96);
    assertThat(m.cpuMs()).isEqualTo(3);
  }
}
