package io.sightline.review;

import static io.sightline.review.Drafts.etag;
import static io.sightline.review.Drafts.review;
import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sightline.report.ReportTestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader does to a draft, and what stays of it. */
@QuarkusTest
@TestProfile(ReportTestProfile.class)
class ReviewResourceTest {
  private String id = "";

  @BeforeEach
  void draft() {
    id = Drafts.draft(Drafts.study());
  }

  private String report() {
    return "/api/reports/" + id;
  }

  @Test
  void eachSentenceIsAcceptedEditedOrRejectedAndTheModelsWordsStay() {
    review(id, "s1", Map.of("action", "edit", "text", " A glioma on the left. ", "note", "typed"))
        .then()
        .statusCode(200)
        .body("sentences[0].text", containsString("A mass in the left frontal lobe"))
        .body("sentences[0].review.action", equalTo("edit"))
        .body("sentences[0].review.text", equalTo("A glioma on the left."))
        .body("sentences[0].review.by", equalTo("Dr Who"))
        .body("sentences[0].review.pending", equalTo(null));
    review(id, "s2", Map.of("action", "reject")).then().statusCode(200);
    review(id, "s3", Map.of("action", "accept")).then().statusCode(200);

    assertThat(api().get(report() + "/exports/text").asString())
        .contains(
            "A glioma on the left.\n    edited by Dr Who; drafted: A mass in the left",
            "No oedema.\n    rejected by Dr Who");
    assertThat(api().get(report() + "/exports/html").asString())
        .contains("Edited by Dr Who; drafted: A mass", "Rejected by Dr Who");
  }

  @Test
  void aStaleOrMissingEntityTagChangesNothing() {
    String first = etag(id);
    review(id, "s1", Map.of("action", "accept")).then().statusCode(200);
    String now = etag(id);
    assertThat(now).isNotEqualTo(first);
    String route = report() + "/sentences/s1/review";
    api()
        .contentType("application/json")
        .header("If-Match", first)
        .body(Map.of("action", "reject"))
        .put(route)
        .then()
        .statusCode(412)
        .body("code", equalTo("precondition_failed"));
    api()
        .contentType("application/json")
        .body(Map.of("action", "reject"))
        .put(route)
        .then()
        .statusCode(428)
        .body("code", equalTo("precondition_required"));
    api().header("If-Match", first).post(report() + "/sign").then().statusCode(412);
    assertThat(etag(id)).isEqualTo(now);
    api().get(report()).then().body("sentences[0].review.action", equalTo("accept"));
  }

  @Test
  void ofTwoReadersAtOnceOneIsToldToReadAgain() throws Exception {
    String etag = etag(id);
    Callable<Integer> put =
        () ->
            api()
                .contentType("application/json")
                .header("If-Match", etag)
                .body(Map.of("action", "accept"))
                .put(report() + "/sentences/s1/review")
                .statusCode();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Integer> codes =
          pool.invokeAll(List.of(put, put)).stream().map(f -> f.resultNow()).sorted().toList();
      assertThat(codes).containsExactly(200, 412);
    }
    api().get(report() + "/history").then().body("changes", hasSize(1));
  }

  @Test
  void itIsSignedWhenNothingIsPendingAndThenNothingChangesIt() {
    review(id, "s1", Map.of("action", "accept"));
    api()
        .post(report() + "/sign")
        .then()
        .statusCode(409)
        .body("code", equalTo("pending_sentences"))
        .body("detail", containsString("s2, s3"));
    review(id, "s2", Map.of("action", "reject"));
    review(id, "s3", Map.of("action", "accept"));
    api().post(report() + "/sign").then().statusCode(200).body("status", equalTo("signed"));
    String etag = etag(id);

    review(id, "s1", Map.of("action", "reject"))
        .then()
        .statusCode(409)
        .body("code", equalTo("signed"));
    api().post(report() + "/sign").then().statusCode(409).body("code", equalTo("signed"));
    assertThat(etag(id)).isEqualTo(etag);
  }

  @Test
  void theHistorySaysWhoWhenBeforeAndAfter() {
    review(id, "s1", Map.of("action", "edit", "text", "A glioma.", "note", "seen on FLAIR"));
    review(id, "s1", Map.of("action", "reject"));
    review(id, "s2", Map.of("action", "accept"));
    review(id, "s3", Map.of("action", "accept"));
    api().header("X-Sightline-Reader", "Prof X").post(report() + "/sign").then().statusCode(200);

    JsonPath history = api().get(report() + "/history").jsonPath();
    assertThat(history.getList("changes.number", Integer.class)).containsExactly(1, 2, 3, 4, 5);
    assertThat(history.getList("changes.action"))
        .containsExactly("edit", "reject", "accept", "accept", "sign");
    assertThat(history.getString("changes[0].before.action")).isEqualTo("pending");
    assertThat(history.getString("changes[0].before.text")).startsWith("A mass in the left");
    assertThat(history.getString("changes[0].after.text")).isEqualTo("A glioma.");
    assertThat(history.getString("changes[0].note")).isEqualTo("seen on FLAIR");
    assertThat(history.getString("changes[1].before.text")).isEqualTo("A glioma.");
    assertThat(history.getString("changes[1].by")).isEqualTo("Dr Who");
    assertThat(history.getString("changes[4].by")).isEqualTo("Prof X");
    assertThat(history.getString("changes[4].after.status")).isEqualTo("signed");
    assertThat(history.getString("changes[4].at")).matches("\\d{4}-.*Z");
    api().delete(report()).then().statusCode(204);
    api().get(report() + "/history").then().statusCode(404);
  }

  @Test
  void whatMakesNoSenseIsSaidAsAProblem() {
    bad(Map.of("action", "admire"), 400, "bad_request");
    bad(Map.of("note", "no action"), 400, "bad_request");
    bad(Map.of("action", "edit"), 400, "bad_request");
    bad(Map.of("action", "edit", "text", "  "), 400, "bad_request");
    bad(Map.of("action", "accept", "text", "words"), 400, "bad_request");
    bad(Map.of("action", "edit", "text", "x".repeat(4001)), 413, "too_large");
    bad(Map.of("action", "accept", "note", "x".repeat(2001)), 413, "too_large");
    review(id, "s99", Map.of("action", "accept")).then().statusCode(404);
    api()
        .contentType("application/json")
        .header("If-Match", etag(id))
        .body("[1,2")
        .put(report() + "/sentences/s1/review")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad_request"));
    api()
        .contentType("application/json")
        .header("If-Match", etag(id))
        .put(report() + "/sentences/s1/review")
        .then()
        .statusCode(400);
    api()
        .header("X-Sightline-Reader", "x".repeat(129))
        .post(report() + "/sign")
        .then()
        .statusCode(400);
    api().post("/api/reports/nope/sign").then().statusCode(404);
    api().get("/api/reports/nope/history").then().statusCode(404);
    api().get(report() + "/history").then().body("changes", hasSize(0));
  }

  private void bad(Map<String, Object> body, int status, String code) {
    review(id, "s1", body).then().statusCode(status).body("code", equalTo(code));
  }
}
