package io.sightline.report;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;

/**
 * A report's events as server-sent events: what was told so far, then what comes, until the report
 * is final. Each subscriber has a virtual thread that reads from the database, so a slow or gone
 * client holds nothing up and the job never knows of it.
 */
final class EventStream {
  private static final Duration POLL = Duration.ofSeconds(2);

  private final ReportService reports;
  private final Sse sse;

  EventStream(ReportService reports, Sse sse) {
    this.reports = reports;
    this.sse = sse;
  }

  /**
   * @param after number of the last event that the subscriber has; 0 for the whole story
   */
  Multi<OutboundSseEvent> of(String id, long after) {
    return Multi.createFrom()
        .emitter(
            emitter ->
                Thread.ofVirtual().name("events-" + id).start(() -> follow(id, after, emitter)));
  }

  private void follow(String id, long after, MultiEmitter<? super OutboundSseEvent> emitter) {
    try {
      long last = after;
      while (!emitter.isCancelled()) {
        long seen = reports.signals().count();
        List<ReportEvent> events = reports.events(id, last);
        for (ReportEvent e : events) {
          emitter.emit(event(e));
          last = e.number();
        }
        boolean over = !events.isEmpty() && events.getLast().isLast();
        if (over
            || reports.get(id).report().status().isFinal() && reports.events(id, last).isEmpty()) {
          emitter.complete();
          return;
        }
        reports.signals().await(seen, POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } catch (RuntimeException e) {
      emitter.complete(); // the report was deleted meanwhile
    }
  }

  private OutboundSseEvent event(ReportEvent e) {
    return sse.newEventBuilder()
        .id(Long.toString(e.number()))
        .name(e.type())
        .data(String.class, e.data())
        .build();
  }
}
