package io.sightline.report;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.sightline.app.cli.DraftingRun;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report whose words come from a scripted model server, over HTTP. */
@QuarkusTest
@TestProfile(ToolsTestProfile.class)
class RemoteReportTest {
  @TempDir Path temp;
  @TestHTTPResource URI server;

  @BeforeEach
  void forget() {
    ToolsTestProfile.SENT.clear();
  }

  @Test
  void itIsGroundedByItsWordsCheckedAndTellsItsToolCalls() {
    String id = RemoteDrafts.drafted("remote:toy-mr");
    api()
        .get("/api/reports/" + id)
        .then()
        .body("draftedBy.kind", equalTo("remote"))
        .body("draftedBy.id", equalTo("script"))
        .body("options.remote", equalTo(true))
        .body("bundle.id", equalTo("toy-mr"))
        .body("bundle.prompt", equalTo("draft-report-remote.txt 1"))
        .body("sections.name", contains("findings", "impression"))
        .body(
            "sentences[0].text",
            equalTo("There is a mass in the left frontal lobe, measuring 3.0 cm."))
        .body("sentences[0].links[0].region", equalTo("r1"))
        .body("sentences[0].verdict.status", equalTo("supported"))
        .body("sentences[1].verdict.status", equalTo("contradicted"))
        .body("sentences[2].verdict.status", equalTo("contradicted"))
        .body("toolCalls", hasSize(2))
        .body("toolCalls[0].name", equalTo("measure"))
        .body("toolCalls[0].arguments.finding", equalTo("mass"))
        .body("toolCalls[0].result.parts[0].side", equalTo("left"))
        .body("toolCalls[0].error", nullValue())
        .body("toolCalls[1].result", nullValue())
        .body("toolCalls[1].error", startsWith("there is no such tool"))
        .body("route.bundle", hasItem("remote"));
    JsonNode first = ToolsTestProfile.SENT.getFirst();
    assertThat(first.path("max_completion_tokens").asInt(first.path("max_tokens").asInt()))
        .isEqualTo(1000);
    assertThat(first.at("/messages/0/content").asText())
        .contains("Sequences given: FLAIR. Missing: T1 T1C T2.", "mL of mass in 1 part");
  }

  @Test
  void eachCallIsAnEventAndStandsInEveryExport() {
    String id = RemoteDrafts.drafted("remote:toy-mr");
    assertThat(api().accept("text/event-stream").get("/api/reports/" + id + "/events").asString())
        .contains("event:tool", "\"name\":\"delete_study\"");
    String exports = "/api/reports/" + id + "/exports/";
    api().get(exports + "json").then().body("toolCalls[0].name", equalTo("measure"));
    assertThat(api().get(exports + "text").asString())
        .contains(
            "Drafted by script (remote)",
            "measure {\"finding\":\"mass\"}\n    {\"finding\":\"mass\",",
            "delete_study {}\n    nothing: there is no such tool");
    assertThat(api().get(exports + "html").asString())
        .contains(
            "<dd>script (remote)</dd>",
            "<td>measure {&quot;finding&quot;:&quot;mass&quot;}</td>",
            "<td>nothing: there is no such tool");
  }

  @Test
  void theCommandLinePrintsThem() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("study"));
    Files.write(folder.resolve("head_flair.nii.gz"), ReportTestProfile.sourceNifti());
    assertThat(DraftingRun.printed(server, folder, "remote:toy-mr"))
        .contains(
            "Draft by script (remote), read and checked by toy-mr",
            "Called measure {\"finding\":\"mass\"} -> {\"finding\":\"mass\"",
            "Called delete_study {} -> nothing: there is no such tool");
  }

  @Test
  void remoteAloneLetsTheFirstBundleReadAndBundlesDraftByThemselves() {
    api()
        .get("/api/reports/" + RemoteDrafts.drafted("remote"))
        .then()
        .body("bundle.id", equalTo("toy-mr"))
        .body("draftedBy.kind", equalTo("remote"));
    ToolsTestProfile.SENT.clear();
    api()
        .get("/api/reports/" + RemoteDrafts.drafted("toy-mr"))
        .then()
        .body("draftedBy.kind", equalTo("bundle"))
        .body("draftedBy.id", equalTo("toy-mr"))
        .body("toolCalls", hasSize(0));
    assertThat(ToolsTestProfile.SENT).isEmpty();
  }

  @Test
  void aReadingBundleHasToExist() {
    api()
        .contentType("application/json")
        .body(Map.of("studyId", RemoteDrafts.study(), "bundle", "remote:nobody"))
        .post("/api/reports")
        .then()
        .statusCode(404)
        .body("detail", containsString("no bundle nobody"));
  }
}
