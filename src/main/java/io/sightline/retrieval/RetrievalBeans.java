package io.sightline.retrieval;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Puts the case base together: at start-up the index catches up with the database before any job
 * runs; embeddings of an earlier bundle are made again in the background.
 */
@Singleton
final class RetrievalBeans {
  private static final int BEFORE_JOBS_START = 100;

  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private @Nullable EmbeddingRefresh refresh;
  private @Nullable Thread thread;

  @Produces
  @Singleton
  CaseBase cases(Jdbi jdbi, CaseIndex index) {
    return new CaseBase(jdbi, index);
  }

  @Produces
  @Singleton
  TrackRecord track(Jdbi jdbi) {
    return new TrackRecord(jdbi);
  }

  void start(
      @Observes @Priority(BEFORE_JOBS_START) StartupEvent event,
      CaseBase cases,
      CaseEmbedder embedder) {
    cases.catchUp();
    refresh = new EmbeddingRefresh(cases, embedder);
    thread = Thread.ofVirtual().name("case-embeddings").start(refresh::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (refresh != null && thread != null) {
      refresh.stop();
      thread.join(STOP_WAIT);
    }
  }
}
