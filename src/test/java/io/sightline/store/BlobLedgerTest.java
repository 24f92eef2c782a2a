package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class BlobLedgerTest {
  private final Jdbi jdbi = TestDatabase.jdbi();
  private final BlobStore blobs = new MemoryBlobStore();
  private final BlobLedger ledger = new BlobLedger(jdbi, blobs);

  private String stored(String owner, int content) {
    return ledger.storing(
        () -> {
          String sha256 = blobs.put(new byte[] {(byte) content});
          jdbi.useTransaction(tx -> ledger.claim(tx, owner, List.of(sha256)));
          return sha256;
        });
  }

  private void delete(String owner) {
    ledger.collect(jdbi.inTransaction(tx -> ledger.release(tx, owner)));
  }

  @Test
  void aBlobLivesAsLongAsSomebodyClaimsIt() {
    String shared = stored("study:1", 7);
    stored("report:a", 7);
    String own = stored("study:1", 8);

    delete("study:1");
    assertThat(blobs.contains(shared)).isTrue();
    assertThat(blobs.contains(own)).isFalse();

    delete("report:a");
    assertThat(blobs.contains(shared)).isFalse();
  }

  @Test
  void claimingTwiceIsOneClaim() {
    stored("study:1", 7);
    String sha256 = stored("study:1", 7);
    delete("study:1");
    assertThat(blobs.contains(sha256)).isFalse();
  }

  @Test
  void sweepsBlobsWhoseOwnerNeverCommitted() {
    String claimed = stored("study:1", 1);
    String litter = blobs.put(new byte[] {2});
    assertThat(ledger.sweep()).isEqualTo(1);
    assertThat(blobs.contains(claimed)).isTrue();
    assertThat(blobs.contains(litter)).isFalse();
  }

  @Test
  void nothingIsCollectedBetweenPutAndClaim() throws Exception {
    String sha256 = stored("study:old", 5);
    CountDownLatch put = new CountDownLatch(1);
    CountDownLatch mayClaim = new CountDownLatch(1);
    var arriving =
        CompletableFuture.runAsync(
            () ->
                ledger.storing(
                    () -> {
                      blobs.put(new byte[] {5});
                      put.countDown();
                      await(mayClaim);
                      jdbi.useTransaction(tx -> ledger.claim(tx, "study:new", List.of(sha256)));
                      return sha256;
                    }));
    await(put);
    var leaving = CompletableFuture.runAsync(() -> delete("study:old"));
    mayClaim.countDown();
    arriving.get(10, TimeUnit.SECONDS);
    leaving.get(10, TimeUnit.SECONDS);

    assertThat(blobs.contains(sha256)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
