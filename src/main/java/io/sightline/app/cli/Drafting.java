package io.sightline.app.cli;

import io.sightline.app.cli.ApiClient.StudyRef;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a path to a printed report: upload, draft with progress, print. */
final class Drafting {
  private final ApiClient client;
  private final Terminal terminal;

  Drafting(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  Report run(Path path) {
    return run(path, null);
  }

  /**
   * @param bundle who drafts, as {@code POST /api/reports} names it; null = the server's choice
   */
  Report run(Path path, @Nullable String bundle) {
    StudyRef study = upload(path);
    Report queued = client.draft(study.id(), bundle == null ? Map.of() : Map.of("bundle", bundle));
    Progress progress = new Progress(terminal);
    client.events(
        queued.id(),
        in -> {
          EventReader.read(in, progress::event);
          return null;
        });
    progress.end();
    Report report = client.report(queued.id());
    new ReportPrinter(terminal).print(report);
    return report;
  }

  /** Uploads; of several studies the one with most volumes. */
  StudyRef upload(Path path) {
    terminal.line("Reading " + path);
    ApiClient.Upload upload = client.upload(UploadBody.of(path));
    upload
        .rejected()
        .forEach(
            file ->
                terminal.line(
                    "Left out %s: %s (%s)".formatted(file.name(), file.reason(), file.code())));
    StudyRef study =
        upload.studies().stream().max(Comparator.comparingInt(StudyRef::volumes)).orElseThrow();
    if (upload.studies().size() > 1) {
      terminal.line(
          "%d studies were found; the one with most volumes is reported: %s"
              .formatted(upload.studies().size(), study.id()));
    }
    return study;
  }

  static int exitCode(Report report) {
    return switch (report.status()) {
      case REFUSED -> Exit.REFUSED;
      case QUEUED, RUNNING, FAILED, CANCELLED -> Exit.FAILED;
      case DRAFT, SIGNED -> Exit.OK;
    };
  }

  static boolean isDrafted(Report report) {
    return report.status() == ReportStatus.DRAFT || report.status() == ReportStatus.SIGNED;
  }
}
