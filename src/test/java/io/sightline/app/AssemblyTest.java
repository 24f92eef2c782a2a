package io.sightline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.sightline.job.JobQueue;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The beans that features build on, as the running server wires them. */
@QuarkusTest
class AssemblyTest {
  @Inject Jdbi jdbi;
  @Inject BlobStore blobs;
  @Inject BlobLedger ledger;
  @Inject JobQueue jobs;

  @Test
  void claimsAndReleasesAStoredFile() {
    String sha256 = blobs.put(new byte[] {4, 2});
    jdbi.useTransaction(transaction -> ledger.claim(transaction, "test:1", List.of(sha256)));
    assertThat(ledger.sweep()).isZero();

    ledger.collect(jdbi.inTransaction(transaction -> ledger.release(transaction, "test:1")));
    assertThat(blobs.contains(sha256)).isFalse();
  }

  @Test
  void nothingWaitsAtFirst() {
    assertThat(jobs.size()).isZero();
  }
}
