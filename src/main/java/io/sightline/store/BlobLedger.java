package io.sightline.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who uses which blob. An owner is a name such as {@code study:1.2.3} or {@code report:…}; its
 * blobs are claimed in the transaction that stores the owner itself and released in the one that
 * deletes it, so that a blob without a claim is litter. Thread-safe.
 */
public final class BlobLedger {
  private final Jdbi jdbi;
  private final BlobStore blobs;

  /** Read: blobs are being stored and claimed. Write: unclaimed blobs are being removed. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  public BlobLedger(Jdbi jdbi, BlobStore blobs) {
    this.jdbi = jdbi;
    this.blobs = blobs;
  }

  /**
   * Runs work that stores blobs and claims them, while nothing is collected: without this a blob
   * put here could be collected before its claim is committed. Keep long computations outside.
   */
  public <T> T storing(Supplier<T> work) {
    lock.readLock().lock();
    try {
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Notes in the caller's transaction that {@code owner} uses these blobs. */
  public void claim(Handle transaction, String owner, Collection<String> sha256s) {
    if (sha256s.isEmpty()) {
      return;
    }
    var batch =
        transaction.prepareBatch(
            "merge into blob_use (owner, sha256) key (owner, sha256) values (?, ?)");
    sha256s.forEach(sha256 -> batch.add(owner, sha256));
    batch.execute();
  }

  /**
   * Drops all claims of an owner in the caller's transaction.
   *
   * @return what it had claimed, for {@link #collect} after the commit
   */
  public List<String> release(Handle transaction, String owner) {
    List<String> held =
        transaction
            .createQuery("select sha256 from blob_use where owner = :owner")
            .bind("owner", owner)
            .mapTo(String.class)
            .list();
    transaction.execute("delete from blob_use where owner = ?", owner);
    return held;
  }

  /** Removes those of the given blobs that nobody claims any more. */
  public void collect(Collection<String> sha256s) {
    lock.writeLock().lock();
    try {
      Set<String> used = claimed();
      sha256s.stream().filter(sha256 -> !used.contains(sha256)).forEach(blobs::delete);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Removes all blobs without a claim; for start-up.
   *
   * @return how many
   */
  public int sweep() {
    return blobs.sweep(claimed()::contains);
  }

  private Set<String> claimed() {
    return jdbi.withHandle(
        handle ->
            new HashSet<>(
                handle
                    .createQuery("select distinct sha256 from blob_use")
                    .mapTo(String.class)
                    .list()));
  }
}
