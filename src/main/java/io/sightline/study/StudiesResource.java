package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Volume;
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
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** {@code /api/studies}. */
@Path("/api/studies")
@Tag(name = "Studies")
public class StudiesResource {
  private static final int LONGEST_PAGE = 500;

  private final Ingest ingest;
  private final StudyStore studies;
  private final UploadLimits limits;

  StudiesResource(Ingest ingest, StudyStore studies, UploadLimits limits) {
    this.ingest = ingest;
    this.studies = studies;
    this.limits = limits;
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(summary = "Uploads DICOM files, zips and NIfTI files; NIfTI parts make one study")
  public Response upload(
      MultipartFormDataInput form, @QueryParam("sequence") @Nullable String sequence, UriInfo uri)
      throws IOException {
    FormFiles files = new FormFiles(SequenceHint.parse(sequence));
    return UploadAnswer.of(ingest.ingest(staging -> files.of(form)), uri.getPath());
  }

  @POST
  @Consumes({
    "application/zip",
    "application/x-zip-compressed",
    "application/dicom",
    "application/gzip",
    "application/x-gzip",
    MediaType.APPLICATION_OCTET_STREAM
  })
  @Operation(summary = "Uploads one DICOM object, zip or NIfTI file")
  public Response upload(
      InputStream body,
      @QueryParam("sequence") @Nullable String sequence,
      @QueryParam("filename") @Nullable String filename,
      @RestHeader("Content-Disposition") @Nullable String disposition,
      UriInfo uri)
      throws IOException {
    String name =
        FileName.harmless(
            filename == null ? ContentDisposition.fileName(disposition) : filename, "body");
    var hint = SequenceHint.parse(sequence);
    return UploadAnswer.of(
        ingest.ingest(
            staging ->
                List.of(
                    new StagedFile(
                        name, staging.copy(body, limits.body().asLongValue()), hint.orElse(null)))),
        uri.getPath());
  }

  /**
   * One page of studies.
   *
   * @param cursor for the next page, or null at the end
   */
  public record Page(List<StudyView> studies, @Nullable String cursor) {}

  @GET
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Lists studies, newest first")
  public Page list(
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new ProblemException(
          ErrorCode.BAD_REQUEST, "limit must be between 1 and " + LONGEST_PAGE + ".");
    }
    var page = studies.page(Optional.ofNullable(cursor).map(PageCursor::decode), limit);
    return new Page(
        page.studies().stream().map(StudyView::of).toList(),
        page.next().map(PageCursor::encode).orElse(null));
  }

  @GET
  @Path("{id}")
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "A study with its series, their sequences, geometry and warnings")
  public StudyView get(@PathParam("id") String id) {
    return studies
        .find(id)
        .map(StudyView::of)
        .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "There is no such study."));
  }

  @DELETE
  @Path("{id}")
  @RunOnVirtualThread
  @Operation(summary = "Deletes a study and its files")
  public void delete(@PathParam("id") String id) {
    studies.delete(id);
  }

  @GET
  @Path("{id}/series/{uid}/volume")
  @Produces({"application/gzip", MediaType.APPLICATION_OCTET_STREAM})
  @Operation(summary = "An assembled volume as .nii.gz in the scanner's grid")
  public Response volume(
      @PathParam("id") String id,
      @PathParam("uid") String uid,
      @QueryParam("index") @DefaultValue("0") int index) {
    Volume volume = studies.volume(id, uid, index);
    StreamingOutput body = out -> NiftiWriter.write(volume, out);
    return Response.ok(body, "application/gzip")
        .header("Content-Disposition", "attachment; filename=\"volume-" + index + ".nii.gz\"")
        .build();
  }
}
