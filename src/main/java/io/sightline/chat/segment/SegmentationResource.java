package io.sightline.chat.segment;

import io.sightline.chat.ClientGone;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/segmentations}. */
@Path("/api/segmentations")
@Tag(name = "Segmentations", description = "Regions that words, clicks or boxes ask for.")
@RunOnVirtualThread
public class SegmentationResource {
  private final SegmentationService segmentations;

  SegmentationResource(SegmentationService segmentations) {
    this.segmentations = segmentations;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "A region for words, clicks or a box, or the reason why there is none.",
      description =
          "\"prompt\" has \"text\" (a finding or a place), \"points\" [{\"lps\":[x,y,z],"
              + "\"positive\":true}] and \"box\" [[x,y,z],[x,y,z]], in LPS mm; any mixture.")
  public Response segment(@Nullable SegmentationRequest request, @Context RoutingContext context) {
    if (request == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The body is empty.");
    }
    Segmentation made = segmentations.segment(request, ClientGone.of(context));
    return Response.created(URI.create(Segmentation.route(made.id())))
        .entity(ReportJson.write(made))
        .build();
  }

  @GET
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "A segmentation that was made.")
  public String get(@PathParam("id") String id) {
    return segmentations.get(id);
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Deletes a segmentation with its mask.")
  public Response delete(@PathParam("id") String id) {
    segmentations.delete(id);
    return Response.noContent().build();
  }

  @GET
  @Path("{id}/regions/{rid}/mask")
  @Produces("application/gzip")
  @Operation(summary = "The mask of its region, .nii.gz in its series' grid.")
  public Response mask(@PathParam("id") String id, @PathParam("rid") String rid) {
    return Response.ok(segmentations.mask(id, rid))
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + rid.replaceAll("[^A-Za-z0-9-]", "_") + ".nii.gz\"")
        .build();
  }
}
