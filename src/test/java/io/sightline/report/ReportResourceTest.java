package io.sightline.report;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sightline.security.Api;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of reports on a running server, with a toy head instead of models. */
@QuarkusTest
@TestProfile(ReportTestProfile.class)
class ReportResourceTest {
  @TempDir Path temp;
  @TestHTTPResource URI server;
  private String study = "";

  @BeforeEach
  void upload() {
    study =
        api()
            .contentType("application/gzip")
            .body(ReportTestProfile.sourceNifti())
            .post("/api/studies?sequence=FLAIR")
            .jsonPath()
            .getString("studies[0].id");
  }

  private Response post() {
    return api()
        .contentType("application/json")
        .body(Map.of("studyId", study))
        .post("/api/reports");
  }

  private String await(String id, String status) {
    for (int i = 0; i < 400; i++) {
      String now = api().get("/api/reports/" + id).jsonPath().getString("status");
      if (now.equals(status)) {
        return now;
      }
      LockSupport.parkNanos(50_000_000);
    }
    return api().get("/api/reports/" + id).asString();
  }

  private String drafted() {
    String id = post().jsonPath().getString("id");
    assertThat(await(id, "draft")).isEqualTo("draft");
    return id;
  }

  private static String events(String id, String after) {
    return api()
        .accept("text/event-stream")
        .header("Last-Event-ID", after)
        .get("/api/reports/" + id + "/events")
        .asString();
  }

  @Test
  void aReportIsAcceptedDraftedAndReadWithItsEntityTag() {
    Response accepted = post();
    String id = accepted.jsonPath().getString("id");
    accepted.then().statusCode(202).header("Location", containsString("/api/reports/" + id));
    assertThat(await(id, "draft")).isEqualTo("draft");

    Response report = api().get("/api/reports/" + id);
    report
        .then()
        .statusCode(200)
        .body("bundle.id", equalTo("toy-mr"))
        .body("inputs[0].sequence", equalTo("FLAIR"))
        .body("refusal", equalTo(null))
        .body("sections.name", equalTo(List.of("findings", "impression")))
        .body("sentences", hasSize(3))
        .body("sentences[0].text", startsWith("A mass in the left frontal lobe of 3.0 cm."))
        .body("sentences[0].links[0].region", equalTo("r1"))
        .body("sentences[0].claims[0].finding", equalTo("mass"))
        .body("sentences[0].claims[0].laterality", equalTo("left"))
        .body("sentences[0].verdict.status", equalTo("supported"))
        .body("sentences[0].review.action", equalTo("pending"))
        .body("sentences[1].verdict.status", equalTo("contradicted"))
        .body("regions[0].code.scheme", equalTo("SCT"))
        .body("regions[0].centroid", hasSize(3))
        .body("regions[0].box[1]", hasSize(3))
        .body("disclaimer", equalTo("Research use only. Not for diagnosis."));
    api()
        .header("If-None-Match", report.header("ETag"))
        .get("/api/reports/" + id)
        .then()
        .statusCode(304);
  }

  @Test
  void aRemoteGeneralistThatIsNotConfiguredIsSaidToBeMissing() {
    api()
        .contentType("application/json")
        .body(Map.of("studyId", study, "bundle", "remote"))
        .post("/api/reports")
        .then()
        .statusCode(404)
        .body("code", equalTo("not_found"))
        .body("detail", equalTo("There is no remote generalist: sightline.remote.url is not set."));
  }

  @Test
  void aLateSubscriberHearsTheWholeStoryAndOneThatResumesTheRest() {
    String id = drafted();
    String story = events(id, "");
    assertThat(story).contains("event:stage", "event:sentence", "event:region", "event:verdict");
    assertThat(story.indexOf("event:done")).isGreaterThan(story.indexOf("event:verdict"));
    int all = story.split("event:").length - 1;
    String rest = events(id, Integer.toString(all - 1));
    assertThat(rest).contains("id:" + all, "event:done").doesNotContain("event:verdict");
    assertThat(events(id, Integer.toString(all))).doesNotContain("event:");
  }

  @Test
  void aSubscriberThatLeavesDoesNotEndTheJob() throws Exception {
    ReportTestProfile.GATE.acquire();
    String id;
    try {
      id = post().jsonPath().getString("id");
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/api/reports/" + id + "/events"))
              .header("Authorization", "Bearer " + Api.TOKEN)
              .header("Accept", "text/event-stream")
              .build();
      HttpClient client = HttpClient.newHttpClient();
      HttpResponse<InputStream> stream =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.body().read()).isNotNegative();
      stream.body().close();
      client.shutdownNow();
    } finally {
      ReportTestProfile.GATE.release();
    }
    assertThat(await(id, "draft")).isEqualTo("draft");
  }

  @Test
  void theMaskLiesInTheSourceGrid() throws IOException {
    String id = drafted();
    byte[] gz = api().get("/api/reports/" + id + "/regions/r1/mask").asByteArray();
    Path file = temp.resolve("r1.nii.gz");
    Files.write(file, gz);
    Volume mask = NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
    assertThat(mask.geometry().matches(ToyHead.SOURCE, 1e-3)).isTrue();
    double ml = 0;
    for (float v : mask.voxels()) {
      ml += v * mask.geometry().voxelMl();
    }
    assertThat((float) ml)
        .isEqualTo(api().get("/api/reports/" + id).jsonPath().getFloat("regions[0].volumeMl"));
    api().get("/api/reports/" + id + "/regions/r9/mask").then().statusCode(404);
  }

  @Test
  void itIsExportedInEveryFormAndOthersAreNamed() throws IOException {
    String id = drafted();
    String exports = "/api/reports/" + id + "/exports/";
    api().get(exports + "json").then().statusCode(200).body("id", equalTo(id));
    assertThat(api().get(exports + "text").asString())
        .contains("FINDINGS\nA mass in the left frontal lobe", "r1 mass: ", "contradicted: ");
    String html = api().get(exports + "html").asString();
    assertThat(html)
        .contains("data:image/png;base64,", "verdict contradicted", "Not for diagnosis")
        .doesNotContain("http://", "https://");
    byte[] nifti = api().get(exports + "nifti").asByteArray();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(nifti))) {
      assertThat(in.readAllBytes()).hasSize(352 + ToyHead.SOURCE.voxels());
    }
    api()
        .get(exports + "seg")
        .then()
        .statusCode(404)
        .body("code", equalTo("not_found"))
        .body("detail", containsString("json, text, html, nifti"));
  }

  @Test
  void whatCannotBeDoneIsSaidAsAProblem() {
    api()
        .contentType("application/json")
        .body("{\"studyId\":\"1.2.404\"}")
        .post("/api/reports")
        .then()
        .statusCode(404)
        .body("code", equalTo("not_found"));
    api()
        .contentType("application/json")
        .body("{}")
        .post("/api/reports")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad_request"));
    api()
        .contentType("application/json")
        .body(Map.of("studyId", study, "bundle", "nope"))
        .post("/api/reports")
        .then()
        .statusCode(404);
    api().get("/api/reports/nope").then().statusCode(404);
    api().get("/api/reports/nope/events").then().statusCode(404);
    api().delete("/api/reports/nope").then().statusCode(404);
  }

  @Test
  void deletingCancelsWhatRunsAndRemovesWhatIsFinal() throws InterruptedException {
    ReportTestProfile.GATE.acquire();
    String id;
    try {
      id = post().jsonPath().getString("id");
      await(id, "running");
      api().delete("/api/reports/" + id).then().statusCode(202);
    } finally {
      ReportTestProfile.GATE.release();
    }
    assertThat(await(id, "cancelled")).isEqualTo("cancelled");
    assertThat(events(id, "")).contains("event:failed").contains("\"code\":\"cancelled\"");
    api().delete("/api/reports/" + id).then().statusCode(204);
    api().get("/api/reports/" + id).then().statusCode(404);
  }

  @Test
  void aFullQueueAnswersBusyAndLosesNothing() throws InterruptedException {
    List<String> accepted = new ArrayList<>();
    ReportTestProfile.GATE.acquire();
    try {
      Response last = post();
      while (last.statusCode() == 202 && accepted.size() < 10) {
        accepted.add(last.jsonPath().getString("id"));
        last = post();
      }
      last.then().statusCode(429).body("code", equalTo("busy"));
      assertThat(last.header("Retry-After")).isNotNull();
      assertThat(accepted).hasSize(3);
    } finally {
      ReportTestProfile.GATE.release();
    }
    accepted.forEach(id -> assertThat(await(id, "draft")).isEqualTo("draft"));
  }
}
