package io.sightline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.FolderBundleRegistry;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.remote.FakeModel;
import io.sightline.inference.remote.FakeRestServer;
import io.sightline.inference.remote.ModelServers;
import io.sightline.inference.remote.RemoteBundles;
import io.sightline.inference.remote.TestServer;
import io.sightline.inference.remote.WireTensor;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.gather.Gatherer;
import io.sightline.routing.Budget;
import io.sightline.shared.Warning;
import io.sightline.specialist.BundleSpecialists;
import io.sightline.specialist.SpecialistRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A specialist on another server in a report: heard while its server answers, missed afterwards.
 */
class RemoteSpecialistReportTest {
  @TempDir Path models;

  private final FakeRestServer server = new FakeRestServer(new LowerHalf(), true);
  private final ModelServers servers = TestServer.at(server.url()).as("fleet");
  private final PipelineFixture toy = new PipelineFixture();
  private ReportPipeline pipeline;

  /** Finds the half of the grid with the lower slices, whatever the image. */
  private static final class LowerHalf implements FakeModel {
    @Override
    public String name() {
      return "half";
    }

    @Override
    public List<WireTensor> inputs() {
      return List.of();
    }

    @Override
    public List<WireTensor> outputs() {
      return List.of();
    }

    @Override
    public List<WireTensor> run(Map<String, WireTensor> inputs) {
      long[] shape = Objects.requireNonNull(inputs.get("image")).shape().clone();
      int n = (int) (shape[2] * shape[3] * shape[4]);
      float[] logits = new float[2 * n];
      for (int i = 0; i < n; i++) {
        logits[n + i] = i < n / 2 ? 4 : -4;
      }
      shape[1] = 2;
      return List.of(WireTensor.floats("logits", shape, logits));
    }
  }

  @BeforeEach
  void aReportWithOneSpecialist() throws IOException {
    RemoteBundles.square(models, "elsewhere", "half", "");
    LruSessionPool pool =
        new LruSessionPool(
            file -> {
              throw new AssertionError("no file is a graph here: " + file);
            },
            servers,
            1000);
    BundleSpecialists specialists = new BundleSpecialists(new FolderBundleRegistry(models), pool);
    Gatherer gatherer =
        new Gatherer(
            specialists,
            new SpecialistRunner(specialists, Duration.ofMinutes(2)),
            new Budget(60_000, 1L << 30, 1e9));
    pipeline =
        PipelineFixture.pipeline(
            toy.studies,
            ToyHead.encoding(Map.of()),
            new ScriptedModel("<findings>No mass.", List.of()),
            gatherer,
            PipelineFixture.NO_CASES);
  }

  @AfterEach
  void stop() {
    assertThat(servers.openTensors()).isZero();
    servers.close();
    server.close();
  }

  private Report draft() {
    Report report =
        pipeline
            .run(
                PipelineFixture.report(ToyStudies.HEAD, "auto"),
                ToyBundle.BUNDLE,
                toy,
                toy.cancellation)
            .report();
    assertThat(report.status()).isEqualTo(ReportStatus.DRAFT);
    assertThat(report.sentences()).hasSize(1);
    assertThat(report.route())
        .anySatisfy(
            step -> {
              assertThat(step.bundle()).isEqualTo("elsewhere");
              assertThat(step.decision()).isEqualTo("run");
            });
    return report;
  }

  private static boolean heard(Report report) {
    return report.evidence().stream().anyMatch(e -> e.source().equals("specialist:elsewhere"));
  }

  @Test
  void whatItMeasuredIsEvidence() {
    Report report = draft();
    assertThat(heard(report)).isTrue();
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void whenItsServerFailsTheReportSaysSoAndIsDrafted() {
    server.inferring(exchange -> FakeRestServer.send(exchange, 500, "<html>Traceback</html>"));
    Report report = draft();
    assertThat(heard(report)).isFalse();
    assertThat(report.warnings())
        .containsExactly(
            new Warning(
                "specialist_failed",
                "Nothing of specialist elsewhere is in this report: Model 'half' of server 'fleet'"
                    + " gave nothing: it failed itself (500)."));
  }

  @Test
  void whenItsServerIsAwayTheReportSaysSoAndIsDrafted() {
    server.close();
    Report report = draft();
    assertThat(heard(report)).isFalse();
    assertThat(report.warnings())
        .extracting(Warning::code)
        .containsExactly("specialist_unavailable");
  }
}
