package io.sightline.export;

import io.sightline.export.Export.Exported;
import io.sightline.report.ReportService;
import io.sightline.report.document.Report;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** {@code /api/reports/{id}/exports/{kind}}. */
@Path("/api/reports/{id}/exports")
@RunOnVirtualThread
public class ExportResource {
  private static final List<Export> EXPORTS =
      List.of(new JsonExport(), new TextExport(), new HtmlExport(), new NiftiExport());

  private final ReportService reports;
  private final Studies studies;

  ExportResource(ReportService reports, Studies studies) {
    this.reports = reports;
    this.studies = studies;
  }

  @GET
  @Path("{kind}")
  public Response export(@PathParam("id") String id, @PathParam("kind") String kind) {
    Report report = reports.get(id).report();
    Exported done =
        EXPORTS.stream()
            .filter(e -> e.kind().equals(kind))
            .findFirst()
            .orElseThrow(() -> unknown(kind))
            .export(new StoredMaterial(report, reports, studies));
    return Response.ok(done.content(), done.mediaType())
        .header("Content-Disposition", "inline; filename=\"" + done.fileName() + "\"")
        .build();
  }

  private static ProblemException unknown(String kind) {
    return new ProblemException(
        ErrorCode.NOT_FOUND,
        "There is no export '%s'; there are %s."
            .formatted(kind, String.join(", ", EXPORTS.stream().map(Export::kind).toList())));
  }
}
