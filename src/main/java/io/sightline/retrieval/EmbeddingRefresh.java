package io.sightline.retrieval;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the embeddings of all cases into the space that is used now: after another bundle, or
 * other weights of it, came in, and for cases that could not be embedded when they were kept. A
 * case whose study is gone loses an embedding that nothing can be compared with any more; words
 * still find it. Blocking; slow.
 */
final class EmbeddingRefresh {
  private static final Logger LOG = Logger.getLogger(EmbeddingRefresh.class);
  private static final int PAGE = 100;

  private final CaseBase cases;
  private final CaseEmbedder embedder;
  private volatile boolean stopped;

  EmbeddingRefresh(CaseBase cases, CaseEmbedder embedder) {
    this.cases = cases;
    this.embedder = embedder;
  }

  /**
   * @return how many cases changed; fewer than all that should when it was stopped
   */
  int run() {
    Optional<EmbeddingSpace> space = embedder.space();
    int changed = 0;
    // what this run writes gets a later revision, so the pages behind it never meet it again
    long before = Long.MAX_VALUE;
    while (space.isPresent() && !stopped) {
      List<StoredCase> page = cases.page(before, PAGE);
      if (page.isEmpty()) {
        break;
      }
      before = page.getLast().revision();
      for (StoredCase c : page) {
        changed += refresh(c, space.get()) ? 1 : 0;
      }
    }
    if (changed > 0) {
      LOG.infof("%d cases were embedded again", changed);
    }
    return changed;
  }

  /**
   * Ends {@link #run} after the case in hand. A flag and no interrupt: that would close the files
   * of the database and the index under everybody's hands.
   */
  void stop() {
    stopped = true;
  }

  private boolean refresh(StoredCase c, EmbeddingSpace space) {
    CaseEmbedding had = c.value().embedding();
    if (had != null && had.space().equals(space) || stopped) {
      return false;
    }
    CaseEmbedding now = embed(c.value());
    return (had != null || now != null) && cases.embed(c, now);
  }

  private @Nullable CaseEmbedding embed(Case c) {
    try {
      return embedder.embed(c.studyId()).orElse(null);
    } catch (RuntimeException e) {
      LOG.warnf(e, "Case %s could not be embedded", c.id());
      return null;
    }
  }
}
