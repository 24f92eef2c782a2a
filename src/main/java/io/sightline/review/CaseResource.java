package io.sightline.review;

import io.sightline.retrieval.StoredCase;
import io.sightline.review.CaseView.HitView;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/cases}. */
@Path("/api/cases")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Cases")
public class CaseResource {
  private static final int LONGEST_PAGE = 200;

  private final CaseService cases;

  CaseResource(CaseService cases) {
    this.cases = cases;
  }

  /** The body of {@code POST /api/cases}. */
  public record NewCase(@Nullable String reportId) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Keeps a draft or signed report as a case, found by the next search")
  @APIResponse(responseCode = "201", description = "The case")
  @APIResponse(responseCode = "409", description = "The report is not finished, or says nothing")
  public Response add(@Nullable NewCase request) {
    if (request == null || request.reportId() == null || request.reportId().isBlank()) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "\"reportId\" is missing.");
    }
    CaseView view = CaseView.of(cases.add(request.reportId()));
    return Response.created(URI.create("/api/cases/" + view.id())).entity(view).build();
  }

  /**
   * One page of cases.
   *
   * @param cursor for the next page, or null at the end
   */
  public record Page(List<CaseView> cases, @Nullable String cursor) {}

  @GET
  @Operation(summary = "Lists cases, last changed first")
  public Page list(
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new ProblemException(
          ErrorCode.BAD_REQUEST, "limit must be between 1 and " + LONGEST_PAGE + ".");
    }
    List<StoredCase> found = cases.page(before(cursor), limit + 1);
    List<StoredCase> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page(
        shown.stream().map(s -> CaseView.of(s.value())).toList(),
        found.size() > limit ? Long.toString(shown.getLast().revision(), 36) : null);
  }

  private static long before(@Nullable String cursor) {
    try {
      return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor, 36);
    } catch (NumberFormatException e) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The cursor is not one of this list.", e);
    }
  }

  @GET
  @Path("{id}")
  @Operation(summary = "A case with its labels and sentences")
  public CaseView get(@PathParam("id") String id) {
    return CaseView.of(cases.get(id));
  }

  @DELETE
  @Path("{id}")
  @Operation(
      summary =
          "Removes a case, with what it says of specialists; no later search or report meets it")
  public void remove(@PathParam("id") String id) {
    cases.remove(id);
  }

  /** What a search found, best first. */
  public record Hits(List<HitView> hits) {}

  @POST
  @Path("search")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Cases like a study's image, a text, or both")
  @APIResponse(responseCode = "200", description = "Hits with score, labels and sentences")
  @APIResponse(responseCode = "422", description = "The study lies outside the bundle's scope")
  @APIResponse(responseCode = "503", description = "No bundle that embeds images is ready")
  public Hits search(@Nullable CaseSearch search) {
    if (search == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The body is empty.");
    }
    return new Hits(cases.search(search).stream().map(HitView::of).toList());
  }
}
