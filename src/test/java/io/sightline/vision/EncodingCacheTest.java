package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.inference.HostTensor;
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

  @Test
  void whatIsKeptIsNotComputedAgain() {
    EncodingCache cache = new EncodingCache(1000);
    AtomicInteger computed = new AtomicInteger();
    for (int n = 0; n < 3; n++) {
      cache.get(
          "a",
          () -> {
            computed.incrementAndGet();
            return encoding("a", 10);
          });
    }
    assertThat(computed).hasValue(1);
  }

  @Test
  void theLeastRecentlyUsedGoesWhenTheBudgetIsSpent() {
    EncodingCache cache = new EncodingCache(100);
    cache.get("a", () -> encoding("a", 10));
    cache.get("b", () -> encoding("b", 10));
    cache.get("a", () -> encoding("a", 10));
    cache.get("c", () -> encoding("c", 10));
    assertThat(cache.size()).isEqualTo(2);
    AtomicInteger computed = new AtomicInteger();
    cache.get("a", () -> counted(computed, "a"));
    assertThat(computed).hasValue(0);
    cache.get("b", () -> counted(computed, "b"));
    assertThat(computed).hasValue(1);
  }

  private static Encoding counted(AtomicInteger computed, String key) {
    computed.incrementAndGet();
    return encoding(key, 10);
  }

  @Test
  void anEncodingLargerThanTheBudgetIsHandedOutButNotKept() {
    EncodingCache cache = new EncodingCache(100);
    assertThat(cache.get("big", () -> encoding("big", 100)).key()).isEqualTo("big");
    assertThat(cache.size()).isZero();
  }

  @Test
  void aFailureIsNotKeptAndIsNotPassedOnToOthersWhoWait() throws Exception {
    EncodingCache cache = new EncodingCache(1000);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Encoding> first =
        CompletableFuture.supplyAsync(
            () ->
                cache.get(
                    "a",
                    () -> {
                      started.countDown();
                      await(release);
                      throw new ProblemException(ErrorCode.CANCELLED, "The work was cancelled.");
                    }));
    await(started);
    CompletableFuture<Encoding> second =
        CompletableFuture.supplyAsync(() -> cache.get("a", () -> encoding("a", 1)));
    release.countDown();
    assertThat(second.get().key()).isEqualTo("a");
    assertThatThrownBy(first::get).hasCauseInstanceOf(ProblemException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
