package io.sightline.report;

import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /api/reports}. */
@Path("/api/reports")
@RunOnVirtualThread
public class ReportResource {
  private final ReportService reports;

  ReportResource(ReportService reports) {
    this.reports = reports;
  }

  @POST
  @Operation(
      summary = "Draft a report of a study",
      description =
          "bundle: id of the bundle that reads and drafts; remote or remote:ID lets the remote"
              + " generalist draft, which may call tools, while the first bundle or ID reads,"
              + " grounds and checks. specialists: auto (those whose scope covers the study and whose expected time fits),"
              + " none, or a list of bundle ids; the report's route says for each what was decided"
              + " and why, and how far it is trusted about each finding that it tells, by its"
              + " measured quality and by what readers of similar signed cases said.")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response submit(@Nullable ReportRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The body is empty.");
    }
    Report report =
        reports.submit(request.requiredStudyId(), request.readingBundle(), request.options());
    return Response.accepted(ReportJson.write(report))
        .location(URI.create("/api/reports/" + report.id()))
        .build();
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String list(@QueryParam("limit") @DefaultValue("50") int limit) {
    List<Report> found =
        reports.list(Math.clamp(limit, 1, 200)).stream().map(StoredReport::report).toList();
    return ReportJson.write(Map.of("reports", found));
  }

  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response get(
      @PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String known) {
    StoredReport stored = reports.get(id);
    if (stored.etag().equals(known)) {
      return Response.notModified().header("ETag", stored.etag()).build();
    }
    return Response.ok(ReportJson.write(stored.report())).header("ETag", stored.etag()).build();
  }

  @DELETE
  @Path("{id}")
  public Response cancelOrDelete(@PathParam("id") String id) {
    return (reports.cancelOrDelete(id) ? Response.accepted() : Response.noContent()).build();
  }

  @GET
  @Path("{id}/regions/{rid}/mask")
  @Produces("application/gzip")
  public Response mask(@PathParam("id") String id, @PathParam("rid") String rid) {
    return Response.ok(reports.mask(id, rid))
        .header("Content-Disposition", "attachment; filename=\"" + safe(rid) + ".nii.gz\"")
        .build();
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9-]", "_");
  }
}
