package io.sightline.report;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/reports/{id}/events}: {@code stage}, {@code sentence}, {@code region}, {@code
 * verdict}, then {@code done} or {@code failed}. A {@code sentence} with a known id replaces the
 * earlier one; {@code restart} says that a new attempt began and what came before is void.
 */
@Path("/api/reports/{id}/events")
public class ReportEventsResource {
  private final ReportService reports;

  ReportEventsResource(ReportService reports) {
    this.reports = reports;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @Context Sse sse) {
    reports.get(id);
    return new EventStream(reports, sse).of(id, number(last));
  }

  private static long number(@Nullable String last) {
    try {
      return last == null || last.isBlank() ? 0 : Long.parseLong(last.strip());
    } catch (NumberFormatException e) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "Last-Event-ID is no number.", e);
    }
  }
}
