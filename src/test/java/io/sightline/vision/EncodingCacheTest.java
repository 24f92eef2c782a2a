package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.inference.HostTensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EncodingCacheTest {
  private static final VolumeGeometry VOXEL =
      VolumeGeometry.axisAligned(1, 1, 1, new Vec3(1, 1, 1), new Vec3(0, 0, 0));

  /** Takes 4 n + 1 bytes. */
  private static Encoding encoding(String key, int n) {
    HostTensor tokens = new HostTensor(new long[] {n}, new float[n]);
    HostTensor none = new HostTensor(new long[] {0}, new float[0]);
    return new Encoding(
        key, VOXEL, Map.of(), tokens, none, Map.of(), new LabelMap(VOXEL, new byte[1]), Map.of());
  }

  private static Encoding get(
      EncodingCache cache, String key, java.util.function.Supplier<Encoding> compute) {
    return cache.get(key, compute, new Cancellation());
  }

  /**
   * On a thread of its own: the common pool of a small machine has one, which would wait for
   * itself.
   */
  private static CompletableFuture<Encoding> async(java.util.function.Supplier<Encoding> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  @Test
  void whatIsKeptIsNotComputedAgain() {
    EncodingCache cache = new EncodingCache(1000);
    AtomicInteger computed = new AtomicInteger();
    for (int n = 0; n < 3; n++) {
      get(cache, "a", () -> counted(computed, "a"));
    }
    assertThat(computed).hasValue(1);
  }

  @Test
  void theLeastRecentlyUsedGoesWhenTheBudgetIsSpent() {
    EncodingCache cache = new EncodingCache(100);
    get(cache, "a", () -> encoding("a", 10));
    get(cache, "b", () -> encoding("b", 10));
    get(cache, "a", () -> encoding("a", 10));
    get(cache, "c", () -> encoding("c", 10));
    assertThat(cache.size()).isEqualTo(2);
    AtomicInteger computed = new AtomicInteger();
    get(cache, "a", () -> counted(computed, "a"));
    assertThat(computed).hasValue(0);
    get(cache, "b", () -> counted(computed, "b"));
    assertThat(computed).hasValue(1);
  }

  private static Encoding counted(AtomicInteger computed, String key) {
    computed.incrementAndGet();
    return encoding(key, 10);
  }

  @Test
  void anEncodingLargerThanTheBudgetIsHandedOutButNotKept() {
    EncodingCache cache = new EncodingCache(100);
    assertThat(get(cache, "big", () -> encoding("big", 100)).key()).isEqualTo("big");
    assertThat(cache.size()).isZero();
  }

  @Test
  void aFailureIsNotKeptAndIsNotPassedOnToOthersWhoWait() throws Exception {
    EncodingCache cache = new EncodingCache(1000);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Encoding> first =
        async(
            () ->
                get(
                    cache,
                    "a",
                    () -> {
                      started.countDown();
                      await(release);
                      throw new ProblemException(ErrorCode.CANCELLED, "The work was cancelled.");
                    }));
    await(started);
    CompletableFuture<Encoding> second = async(() -> get(cache, "a", () -> encoding("a", 1)));
    release.countDown();
    assertThat(second.get().key()).isEqualTo("a");
    assertThatThrownBy(first::get).hasCauseInstanceOf(ProblemException.class);
  }

  @Test
  void whoeverWaitsForAnothersWorkCanBeCancelled() throws Exception {
    EncodingCache cache = new EncodingCache(1000);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Encoding> first =
        async(
            () ->
                get(
                    cache,
                    "a",
                    () -> {
                      started.countDown();
                      await(release);
                      return encoding("a", 1);
                    }));
    await(started);
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Encoding> second =
        async(() -> cache.get("a", () -> encoding("a", 1), cancellation));
    cancellation.cancel();
    assertThatThrownBy(second::get).hasRootCauseMessage("The work was cancelled.");
    release.countDown();
    assertThat(first.get().key()).isEqualTo("a");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
