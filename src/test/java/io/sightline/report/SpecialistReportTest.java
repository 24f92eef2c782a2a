package io.sightline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.FolderBundleRegistry;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.RouteStep;
import io.sightline.report.gather.Gatherer;
import io.sightline.routing.Budget;
import io.sightline.shared.SharedData;
import io.sightline.specialist.BundleSpecialists;
import io.sightline.specialist.SpecialistRunner;
import io.sightline.vision.BrainMrBundle;
import io.sightline.volume.DicomSeriesFolder;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The repository's generalist and specialists on a real T1, with time for the quickest only. */
class SpecialistReportTest {
  private static final Budget HALF_A_MINUTE = new Budget(30_000, 4L << 30, 1e10);

  @Test
  void aRealT1IsRoutedMeasuredAndReported() {
    Volume mprage =
        new DicomSeriesFolder(SharedData.files(SharedData.require("ohif_mprage_freesurfer_seg/mr")))
            .loadOnly();
    try (BrainMrBundle brainMr = BrainMrBundle.open()) {
      BundleSpecialists specialists =
          new BundleSpecialists(
              new FolderBundleRegistry(
                  Path.of(System.getProperty("sightline.home", "."), "models")),
              brainMr.pool());
      Gatherer gatherer =
          new Gatherer(
              specialists,
              new SpecialistRunner(specialists, Duration.ofMinutes(10)),
              HALF_A_MINUTE);
      Report report =
          BrainMrReportTest.run(
                  brainMr, new BrainMrReportTest.Held(Map.of(Sequence.T1, mprage)), gatherer)
              .report();
      assertThat(report.status()).isEqualTo(ReportStatus.DRAFT);
      assertThat(report.warnings()).noneMatch(w -> w.code().startsWith("specialist"));
      assertThat(step(report, "meshnet-tissue").decision()).isEqualTo("run");
      assertThat(step(report, "meshnet-structures").reason()).startsWith("it would take");
      Evidence tissue =
          report.evidence().stream()
              .filter(e -> e.source().equals("specialist:meshnet-tissue"))
              .findFirst()
              .orElseThrow();
      assertThat(volumes(tissue)).allSatisfy(ml -> assertThat(ml).isBetween(400.0, 800.0));
      assertThat(brainMr.openTensors()).isZero();
    }
  }

  private static RouteStep step(Report report, String bundle) {
    return report.route().stream().filter(r -> r.bundle().equals(bundle)).findFirst().orElseThrow();
  }

  private static List<Double> volumes(Evidence e) {
    return ((List<?>) e.value().get("labels"))
        .stream().map(l -> (Double) ((Map<?, ?>) l).get("volumeMl")).toList();
  }
}
