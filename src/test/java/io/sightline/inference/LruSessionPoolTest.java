package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.TestBundles;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LruSessionPoolTest {
  @TempDir Path models;

  private final Queue<FakeInferenceSession> loaded = new ConcurrentLinkedQueue<>();
  private Bundle a;
  private Bundle b;
  private Bundle c;

  @BeforeEach
  void bundles() throws IOException {
    a = TestBundles.write(models, "a", 100);
    b = TestBundles.write(models, "b", 100);
    c = TestBundles.write(models, "c", 100);
  }

  private LruSessionPool pool(long budget) {
    return new LruSessionPool(this::load, budget);
  }

  private InferenceSession load(Path file) {
    FakeInferenceSession session =
        new FakeInferenceSession(
            List.of(new TensorSpec("x", TensorType.FLOAT32, List.of(1L, -1L))),
            List.of(new TensorSpec("logits", TensorType.FLOAT32, List.of(1L, 2L))),
            (_, _) -> Map.of());
    loaded.add(session);
    return session;
  }

  @Test
  void aGraphIsLoadedAtTheFirstLeaseAndShared() {
    LruSessionPool pool = pool(1000);
    assertThat(loaded).isEmpty();
    try (SessionPool.Lease first = pool.lease(a, "network");
        SessionPool.Lease second = pool.lease(a, "network")) {
      assertThat(first.session()).isSameAs(second.session());
    }
    assertThat(loaded).hasSize(1);
    assertThat(pool.loadedBytes(a)).isEqualTo(100);
  }

  @Test
  void manyRequestsAtOnceLoadAGraphOnce() throws InterruptedException {
    LruSessionPool pool = pool(1000);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 16)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                go.await();
                              } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                              }
                              pool.lease(a, "network").close();
                            }))
            .toList();
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(loaded).hasSize(1);
  }

  @Test
  void theLeastRecentlyUsedGraphGoesWhenTheBudgetIsSpent() {
    LruSessionPool pool = pool(250);
    pool.lease(a, "network").close();
    pool.lease(b, "network").close();
    pool.lease(a, "network").close();
    pool.lease(c, "network").close();
    assertThat(pool.loadedBytes(b)).isZero();
    assertThat(pool.loadedBytes(a)).isEqualTo(100);
    assertThat(loaded)
        .extracting(FakeInferenceSession::isClosed)
        .containsExactly(false, true, false);
  }

  @Test
  void whatIsLeasedStaysUntilItIsReturned() {
    LruSessionPool pool = pool(50);
    SessionPool.Lease lease = pool.lease(a, "network");
    pool.lease(b, "network").close();
    assertThat(pool.loadedBytes(a)).isEqualTo(100);
    assertThat(pool.loadedBytes(b)).isZero();
    lease.close();
    lease.close();
    assertThat(pool.loadedBytes(a)).isZero();
    assertThat(loaded).allMatch(FakeInferenceSession::isClosed);
  }

  @Test
  void unloadingWaitsForNobodyButRefusesWhatIsInUse() {
    LruSessionPool pool = pool(1000);
    try (SessionPool.Lease lease = pool.lease(a, "network")) {
      assertThat(lease.session().inputs()).containsOnlyKeys("x");
      assertThatThrownBy(() -> pool.unload(a))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }
    pool.unload(a);
    assertThat(loaded).allMatch(FakeInferenceSession::isClosed);
    pool.lease(a, "network").close();
    assertThat(loaded).hasSize(2);
  }

  @Test
  void aGraphThatIsNotAsDeclaredIsRefusedWithEveryDifference() throws IOException {
    Bundle wrong =
        TestBundles.write(
            models,
            "wrong",
            10,
            "{file: network.onnx, inputs: {volume: {name: y}, x: {type: float16, shape: [1, 1,"
                + " N]}}, outputs: {logits: {type: float32, shape: [1, 3]}}}");
    LruSessionPool pool = pool(1000);
    assertThatThrownBy(() -> pool.lease(wrong, "network"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE));
    assertThat(pool.refusals(wrong))
        .singleElement()
        .asString()
        .contains("input 'y' does not exist", "'x' is float32, declared as float16")
        .contains("'x' has shape [1, -1], declared as [1, 1, N]", "[1, 2], declared as [1, 3]");
    assertThat(loaded).allMatch(FakeInferenceSession::isClosed);
    assertThat(BundleView.of(wrong, pool).state()).isEqualTo("refused");
  }

  @Test
  void theViewSaysWhetherABundleIsLoaded() {
    LruSessionPool pool = pool(1000);
    assertThat(BundleView.of(a, pool).state()).isEqualTo("unloaded");
    pool.lease(a, "network").close();
    assertThat(BundleView.of(a, pool))
        .satisfies(
            v -> {
              assertThat(v.state()).isEqualTo("ready");
              assertThat(v.memoryBytes()).isEqualTo(100);
              assertThat(v.licence().weights()).isEqualTo("Apache-2.0");
            });
  }

  @Test
  void aRefusedBundleOrAnUnknownGraphIsNotLeased() throws IOException {
    Bundle refused = new Bundle(a.manifest(), a.folder(), a.sha256(), List.of("spoilt"));
    LruSessionPool pool = pool(1000);
    assertThatThrownBy(() -> pool.lease(refused, "network"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_BUNDLE));
    assertThatThrownBy(() -> pool.lease(a, "encoder")).hasMessageContaining("no graph 'encoder'");
  }
}
