package io.sightline.app.cli;

import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes what the server exports of a report into files. */
final class Exports {
  private static final Map<String, String> FILES =
      Map.of(
          "json", "report.json",
          "text", "report.txt",
          "html", "report.html",
          "nifti", "regions.nii.gz");

  private final ApiClient client;

  Exports(ApiClient client) {
    this.client = client;
  }

  /** The report as the server answers it, whatever became of it. */
  void json(Report report, Path file) {
    client.download("/api/reports/" + report.id(), file);
  }

  /** Every export, and each region's mask in {@code masks/}. */
  void all(Report report, Path folder) {
    try {
      Path masks = Files.createDirectories(folder.resolve("masks"));
      FILES.forEach((kind, name) -> export(report, kind, folder.resolve(name)));
      nameByContent(folder.resolve(FILES.get("nifti")));
      for (Region region : report.regions()) {
        client.download(region.mask(), masks.resolve(region.id() + ".nii.gz"));
      }
    } catch (IOException e) {
      throw new CliException(folder + " cannot be written: " + e.getMessage());
    }
  }

  /** Regions of several grids come as a zip of label maps: a zip must not be called NIfTI. */
  static void nameByContent(Path labels) throws IOException {
    try (InputStream in = Files.newInputStream(labels)) {
      if (in.read() != 'P' || in.read() != 'K') {
        return;
      }
    }
    Files.move(labels, labels.resolveSibling("regions.zip"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void export(Report report, String kind, Path file) {
    client.download("/api/reports/" + report.id() + "/exports/" + kind, file);
  }
}
