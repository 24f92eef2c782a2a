package io.sightline.chat.segment;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sightline.report.AnsweringTestProfile;
import io.sightline.report.ReportTestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words, clicks and boxes to regions on a running server, with a toy head. */
@QuarkusTest
@TestProfile(AnsweringTestProfile.class)
class SegmentationResourceTest {
  private String study = "";
  private String series = "";

  @BeforeEach
  void upload() {
    Response uploaded =
        api()
            .contentType("application/gzip")
            .body(ReportTestProfile.sourceNifti())
            .post("/api/studies?sequence=FLAIR");
    study = uploaded.jsonPath().getString("studies[0].id");
    series = uploaded.jsonPath().getString("studies[0].series[0].uid");
  }

  private Response segment(Map<String, ?> prompt) {
    return post(Map.of("studyId", study, "prompt", prompt));
  }

  private static Response post(Object body) {
    return api().contentType("application/json").body(body).post("/api/segmentations");
  }

  @Test
  void wordsGiveAMeasuredRegionWhoseMaskCanBeFetched() {
    Response made = segment(Map.of("text", "the mass in the left frontal lobe"));
    String id = made.jsonPath().getString("id");
    made.then()
        .statusCode(201)
        .header("Location", containsString("/api/segmentations/" + id))
        .body("regions", hasSize(1))
        .body("regions[0].label", equalTo("mass"))
        .body("regions[0].series", equalTo(series))
        .body("notes", empty());
    assertThat(AnsweringTestProfile.PROMPTS.getLast())
        .isEqualTo("<bos>mass in the left frontal lobe<seg>");
    String mask = made.jsonPath().getString("regions[0].mask");
    assertThat(mask).isEqualTo("/api/segmentations/" + id + "/regions/r1/mask");
    assertThat(api().get(mask).asByteArray()).startsWith(0x1f, 0x8b);
    api().get("/api/segmentations/" + id).then().body("regions[0].id", equalTo("r1"));
    api().delete("/api/segmentations/" + id).then().statusCode(204);
    api().get(mask).then().statusCode(404);
    api().get("/api/segmentations/" + id).then().statusCode(404);
  }

  @Test
  void aClickGivesTheRegionThereInTheSeriesThatWasAskedFor() {
    Map<String, Object> click = Map.of("lps", AnsweringTestProfile.RIGHT_FRONTAL);
    post(Map.of("studyId", study, "series", series, "prompt", Map.of("points", List.of(click))))
        .then()
        .statusCode(201)
        .body("regions[0].centroid[0].toDouble()", closeTo(-30, 2))
        .body("regions[0].side", equalTo("right"))
        .body("notes", empty());
  }

  @Test
  void aPointThatTheRegionDoesNotFollowIsRemarked() {
    Map<String, Object> here = Map.of("lps", AnsweringTestProfile.LESION);
    Map<String, Object> notHere = Map.of("lps", List.of(32, -30, 0), "positive", false);
    segment(Map.of("points", List.of(here, notHere)))
        .then()
        .statusCode(201)
        .body("regions", hasSize(1))
        .body("notes[0]", equalTo("The negative point (32, -30, 0) lies inside region r1."));
  }

  @Test
  void aBoxPromptsTheDecoder() {
    segment(Map.of("box", List.of(List.of(-20, -20, -10), List.of(-40, -40, 10))))
        .then()
        .statusCode(201)
        .body("regions[0].centroid[0].toDouble()", closeTo(-30, 2));
  }

  @Test
  void whatNobodyKnowsGivesNoRegionAndTheReason() {
    segment(Map.of("text", "banana"))
        .then()
        .statusCode(201)
        .body("regions", empty())
        .body("notes[0]", equalTo("No word of the lexicon is in \"banana\"."));
  }

  @Test
  void badInputIsSaidAsAProblem() {
    segment(Map.of()).then().statusCode(400).body("code", equalTo("bad_request"));
    segment(Map.of("mask", "x", "text", "mass")).then().statusCode(400);
    segment(Map.of("points", List.of(Map.of("lps", List.of(1, 2))))).then().statusCode(400);
    segment(Map.of("points", List.of(Map.of("lps", List.of(1, 2, 3), "positive", false))))
        .then()
        .statusCode(400);
    segment(Map.of("points", List.of(Map.of()))).then().statusCode(400);
    segment(Map.of("box", List.of(List.of(1, 2, 3)))).then().statusCode(400);
    segment(Map.of("text", "x".repeat(1001))).then().statusCode(413);
    post(Map.of("prompt", Map.of("text", "mass"))).then().statusCode(400);
    post(Map.of("studyId", "1.2.404", "prompt", Map.of("text", "mass"))).then().statusCode(404);
    post(Map.of("studyId", study, "series", "1.2.9", "prompt", Map.of("text", "mass")))
        .then()
        .statusCode(422)
        .body("code", equalTo("out_of_scope"));
    post(Map.of("studyId", study, "bundle", "nope", "prompt", Map.of("text", "mass")))
        .then()
        .statusCode(404);
    post("").then().statusCode(400);
  }
}
