package io.sightline.retrieval;

import io.sightline.retrieval.CaseStore.Written;
import io.sightline.retrieval.RankFusion.Fused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The cases of this server. The database is the truth and changes first; the index follows before
 * the call returns, so a case is found as soon as it is kept and never after it was removed. Where
 * the index cannot follow, or a crash came between, it is brought up to date from the database
 * before the next search. Thread-safe; every call blocks.
 */
public final class CaseBase {
  private static final Logger LOG = Logger.getLogger(CaseBase.class);
  private static final int BATCH = 500;

  /** A ranking looks further than the answer, so that fusion has something to choose from. */
  private static final int DEEPER = 3;

  private final Jdbi jdbi;
  private final CaseStore store;
  private final CaseIndex index;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile boolean behind = true;

  public CaseBase(Jdbi jdbi, CaseIndex index) {
    this.jdbi = jdbi;
    this.store = new CaseStore(jdbi);
    this.index = index;
  }

  /**
   * Keeps what {@code work} makes, in one transaction with whatever else it does in there.
   *
   * @param work may make no case; may throw, and then nothing has happened
   */
  public <T> T keep(Function<Handle, Kept<T>> work) {
    changing.lock();
    try {
      record Done<R>(R result, @Nullable Written written) {}
      Done<T> done =
          jdbi.inTransaction(
              t -> {
                Kept<T> kept = work.apply(t);
                return new Done<>(kept.result(), write(t, kept));
              });
      if (done.written() != null) {
        List<String> replaced = done.written().replaced();
        List<StoredCase> stored = List.of(done.written().stored());
        follow(
            () -> {
              index.remove(replaced);
              index.put(stored);
            });
      }
      return done.result();
    } finally {
      changing.unlock();
    }
  }

  private static @Nullable Written write(Handle transaction, Kept<?> kept) {
    Case value = kept.value();
    if (value == null) {
      return null;
    }
    Written written = CaseStore.write(transaction, value);
    if (kept.track() != null) {
      TrackRecord.write(transaction, value, kept.track());
    }
    return written;
  }

  /**
   * What a transaction made.
   *
   * @param value the case to keep, or null
   * @param track what specialists had said of it; null leaves what is known of the same case
   */
  public record Kept<T>(T result, @Nullable Case value, @Nullable List<TrackEntry> track) {
    public Kept(T result, @Nullable Case value) {
      this(result, value, null);
    }
  }

  /** Keeps one case. */
  public Case keep(Case c) {
    return keep(_ -> new Kept<>(c, c));
  }

  /** Keeps and removes many at once: all of them, or none when it throws. */
  public void change(Collection<Case> kept, Collection<String> removed) {
    changing.lock();
    try {
      List<Written> written =
          jdbi.inTransaction(
              t -> {
                removed.forEach(id -> CaseStore.delete(t, id));
                return kept.stream().map(c -> CaseStore.write(t, c)).toList();
              });
      Set<String> gone = new HashSet<>(removed);
      written.forEach(w -> gone.addAll(w.replaced()));
      follow(
          () -> {
            index.remove(gone);
            index.put(written.stream().map(Written::stored).toList());
          });
    } finally {
      changing.unlock();
    }
  }

  /**
   * Removes a case.
   *
   * @return whether there was one
   */
  public boolean remove(String id) {
    changing.lock();
    try {
      boolean removed = jdbi.inTransaction(t -> CaseStore.delete(t, id));
      follow(() -> index.remove(List.of(id)));
      return removed;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Gives a case another embedding, unless it has changed since it was read.
   *
   * @return whether it was given
   */
  boolean embed(StoredCase read, @Nullable CaseEmbedding embedding) {
    return keep(
        t -> {
          boolean same =
              CaseStore.find(t, read.value().id())
                  .filter(now -> now.revision() == read.revision())
                  .isPresent();
          return new Kept<>(same, same ? read.value().embedded(embedding) : null);
        });
  }

  public Optional<Case> find(String id) {
    return store.find(id).map(StoredCase::value);
  }

  public Optional<Case> ofStudy(String studyId) {
    return store.ofStudy(studyId).map(StoredCase::value);
  }

  /** Last changed first, before a revision. */
  public List<StoredCase> page(long before, int limit) {
    return store.page(before, limit);
  }

  public long size() {
    return store.count();
  }

  /** Best first. */
  public List<CaseHit> search(CaseQuery query) {
    if (behind) {
      catchUp();
    }
    RankFusion fusion = new RankFusion();
    int deep = query.k() * DEEPER;
    if (query.image() != null) {
      fusion.add("image", index.byImage(query.image(), query.filter(), deep));
    }
    if (query.text() != null) {
      fusion.add("words", index.byWords(query.text(), query.filter(), deep));
      fusion.add("sentences", index.byMeaning(query.text(), query.filter(), deep));
    }
    return hits(fusion.best(), query.k());
  }

  /**
   * Ids of the cases nearest by image, best first, without reading the cases themselves; one that
   * was removed a moment ago may be among them.
   *
   * @param k how many at most
   */
  public List<Match> nearest(CaseEmbedding image, CaseFilter filter, int k) {
    if (behind) {
      catchUp();
    }
    return index.byImage(image, filter, k);
  }

  /** Only what the database still has. */
  private List<CaseHit> hits(List<Fused> best, int k) {
    Map<String, StoredCase> there = store.find(best.stream().map(Fused::caseId).toList());
    return best.stream()
        .filter(f -> there.containsKey(f.caseId()))
        .limit(k)
        .map(f -> new CaseHit(there.get(f.caseId()).value(), f.score(), f.rankings()))
        .toList();
  }

  private void follow(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      LOG.error("The case index did not take a change; it is made good before the next search.", e);
      behind = true;
    }
  }

  /** Makes the index what the database says: after a crash, a rebuild or a failed change. */
  public void catchUp() {
    changing.lock();
    try {
      Map<String, Long> truth = store.revisions();
      Map<String, Long> indexed = index.revisions();
      Set<String> gone = new HashSet<>(indexed.keySet());
      gone.removeAll(truth.keySet());
      index.remove(gone);
      List<String> missing =
          truth.entrySet().stream()
              .filter(e -> !e.getValue().equals(indexed.get(e.getKey())))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      for (int from = 0; from < missing.size(); from += BATCH) {
        index.put(read(missing.subList(from, Math.min(missing.size(), from + BATCH))));
      }
      behind = false;
      if (!gone.isEmpty() || !missing.isEmpty()) {
        LOG.infof("Case index: %d cases added, %d removed", missing.size(), gone.size());
      }
    } finally {
      changing.unlock();
    }
  }

  private Collection<StoredCase> read(List<String> ids) {
    return new ArrayList<>(store.find(ids).values());
  }
}
