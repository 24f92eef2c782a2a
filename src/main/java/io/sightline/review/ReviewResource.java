package io.sightline.review;

import io.sightline.report.StoredReport;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Review, signature and history of a report. */
@Path("/api/reports/{id}")
@RunOnVirtualThread
@Tag(name = "Review")
public class ReviewResource {
  private final ReviewService reviews;

  ReviewResource(ReviewService reviews) {
    this.reviews = reviews;
  }

  @PUT
  @Path("sentences/{sid}/review")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Accepts, edits or rejects a sentence of a draft; needs If-Match")
  @APIResponse(responseCode = "200", description = "The whole report, with its new ETag")
  @APIResponse(responseCode = "409", description = "The report is signed, or is no draft")
  @APIResponse(responseCode = "412", description = "The report has changed since it was read")
  @APIResponse(responseCode = "428", description = "If-Match is missing")
  public Response review(
      @PathParam("id") String id,
      @PathParam("sid") String sid,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam(Reader.HEADER) @Nullable String reader,
      @Nullable ReviewRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The body is empty.");
    }
    Precondition expected = new Precondition(ifMatch).required();
    return answer(
        reviews.review(
            id, sid, request.review(Reader.of(reader).name(), ReviewService.now()), expected));
  }

  @POST
  @Path("sign")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Signs a draft without pending sentences; nothing changes it afterwards",
      description =
          "The signed report is kept as a case, with whether its reader said what each specialist"
              + " said: later reports trust specialists by it.")
  @APIResponse(responseCode = "200", description = "The signed report")
  @APIResponse(
      responseCode = "409",
      description = "pending_sentences, signed, or conflict when the report is no draft")
  public Response sign(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam(Reader.HEADER) @Nullable String reader) {
    return answer(reviews.sign(id, Reader.of(reader), new Precondition(ifMatch)));
  }

  @GET
  @Path("history")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Every change by people: who, when, before and after")
  public String history(@PathParam("id") String id) {
    return ReportJson.write(Map.of("changes", reviews.history(id)));
  }

  private static Response answer(StoredReport stored) {
    return Response.ok(ReportJson.write(stored.report())).header("ETag", stored.etag()).build();
  }
}
