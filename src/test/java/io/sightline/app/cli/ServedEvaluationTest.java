package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sightline.app.eval.Evaluation;
import io.sightline.app.eval.EvaluationResult;
import io.sightline.app.eval.EvaluationSet;
import io.sightline.app.eval.EvaluationTable;
import io.sightline.app.eval.MaskKeeper;
import io.sightline.app.eval.Mode;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.security.Api;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A small set of synthetic subjects through the real server with the repository's own bundle. How
 * well the bundle does is the evaluation's business; that everything is asked, answered and counted
 * is this test's.
 */
@QuarkusTest
@TestProfile(ServedEvaluationTest.OwnData.class)
class ServedEvaluationTest {
  private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));
  private static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());

  /** A data folder that no other test uses. */
  public static class OwnData implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("sightline.data", "${sightline.home}/target/test-data-eval");
    }
  }

  @TestHTTPResource URI server;

  @BeforeEach
  void needsWeights() {
    Assumptions.assumeTrue(
        Files.exists(HOME.resolve("models/brain-mr/encoder.onnx")),
        "models/brain-mr has no weights here");
  }

  @Test
  void everyCaseIsReportedAskedCountedAndForgotten() throws Exception {
    Path folder = Path.of(getClass().getResource("/evaluation/synthetic").toURI());
    EvaluationSet set = EvaluationSet.read(folder, LEXICON);
    ApiClient client = new ApiClient(server, Api.TOKEN);
    List<String> progress = new ArrayList<>();
    EvaluationResult result =
        new Evaluation(new ServedProduct(client), LEXICON, progress::add, MaskKeeper.NONE, 2)
            .run(set, List.of(Mode.GENERALIST, Mode.SPECIALISTS), true);

    assertThat(progress).hasSize(set.cases().size());
    assertThat(result.complete()).as(progress.toString()).isTrue();
    String table = new EvaluationTable(result, 100, 1).markdown("./sightline eval", "2026-11-30");
    assertThat(table)
        .contains("2 cases, brain-mr ")
        .containsPattern(
            "(?m)^\\| Finding F1 \\| [01]\\.\\d{3} \\(.*\\), n \\d+ \\| [01]\\.\\d{3} ")
        .containsPattern("(?m)^\\| Sentence grounding, Dice \\| [01]\\.\\d{3} .* \\| - \\|$")
        .containsPattern("(?m)^\\| Questions, all \\| [01]\\.\\d{3} .* \\| 8 \\|$")
        .contains("Every case was drafted in every mode and every question was answered.");
    Path listed = Files.createTempFile("studies", ".json");
    client.download("/api/studies", listed);
    assertThat(listed).content().contains("\"studies\":[]");
    Files.delete(listed);
  }
}
