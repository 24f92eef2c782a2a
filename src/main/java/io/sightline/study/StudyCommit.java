package io.sightline.study;

import io.sightline.store.BlobLedger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes a study visible: its files are stored first, then one transaction writes all that is said
 * of it. A crash before the commit leaves files that nobody claims and the next start sweeps away.
 * Thread-safe; one study is written at a time.
 */
final class StudyCommit {
  private final Jdbi jdbi;
  private final BlobLedger ledger;
  private final ReentrantLock one = new ReentrantLock();

  StudyCommit(Jdbi jdbi, BlobLedger ledger) {
    this.jdbi = jdbi;
    this.ledger = ledger;
  }

  /** The name under which a study claims its files. */
  static String owner(String studyId) {
    return "study:" + studyId;
  }

  /** Runs a writer from its first look at what is stored to its commit, with no other between. */
  <T> T alone(Supplier<T> work) {
    one.lock();
    try {
      return ledger.storing(work);
    } finally {
      one.unlock();
    }
  }

  void commit(
      StudyRow study, Collection<StoredSeries> series, Collection<StoredInstance> instances) {
    jdbi.useTransaction(
        transaction -> {
          StudyRepository.write(transaction, study);
          series.forEach(s -> StudyRepository.write(transaction, study.id(), s));
          StudyRepository.write(transaction, instances);
          ledger.claim(
              transaction,
              owner(study.id()),
              instances.stream().map(StoredInstance::sha256).toList());
        });
  }

  /** To the precision that the database keeps. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
