package io.sightline.app.cli;

import io.sightline.report.document.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report PATH}. */
@Command(
    name = "report",
    description = "Drafts a report on a DICOM file or folder, a zip, or NIfTI files.",
    footer = {"", "Exit code: 0 drafted, 2 refused, 1 failed."},
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "File, folder or zip.")
  Path path = Path.of("");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
  @Nullable Path json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write all exports and masks into this folder.")
  @Nullable Path out;

  @Option(
      names = "--bundle",
      paramLabel = "ID",
      description =
          "Who drafts: a bundle, or remote (or remote:ID) for the remote generalist of"
              + " sightline.remote.url, while a bundle reads, grounds and checks.")
  @Nullable String bundle;

  @Mixin DataOption data = new DataOption();

  @Override
  public Integer call() {
    QuietLog.apply();
    Terminal terminal = Terminal.system();
    UploadBody.of(path);
    try (Connection connection = Connection.open(data.folder())) {
      Report report = new Drafting(connection.client(), terminal).run(path, bundle);
      Exports exports = new Exports(connection.client());
      if (json != null) {
        exports.json(report, json);
      }
      if (out != null && Drafting.isDrafted(report)) {
        exports.all(report, out);
        terminal.line("Exports and masks are in " + out);
      }
      return Drafting.exitCode(report);
    }
  }
}
