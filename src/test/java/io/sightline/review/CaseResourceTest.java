package io.sightline.review;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sightline.report.ReportTestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases on the running server with its real index: kept, found, cited, gone. */
@QuarkusTest
@TestProfile(ReportTestProfile.class)
class CaseResourceTest {
  private String first = "";
  private String second = "";

  @BeforeEach
  void twoStudiesAndNoCase() {
    first = Drafts.study(ReportTestProfile.sourceNifti(900));
    second = Drafts.study(ReportTestProfile.sourceNifti(300));
    for (String id :
        api().get("/api/cases?limit=200").jsonPath().getList("cases.id", String.class)) {
      api().delete("/api/cases/" + id).then().statusCode(204);
    }
  }

  private static Response add(String reportId) {
    return api()
        .contentType("application/json")
        .body(Map.of("reportId", reportId))
        .post("/api/cases");
  }

  private static Response search(Map<String, Object> body) {
    return api().contentType("application/json").body(body).post("/api/cases/search");
  }

  @Test
  void aSignedReportIsACaseAtOnceWithWhatItsReaderLetStand() {
    String id = Drafts.draft(first);
    Drafts.review(id, "s1", Map.of("action", "edit", "text", "A cyst in the right thalamus."));
    Drafts.review(id, "s2", Map.of("action", "reject"));
    Drafts.review(id, "s3", Map.of("action", "accept"));
    search(Map.of("text", "cyst")).then().body("hits", hasSize(0));
    api().post("/api/reports/" + id + "/sign").then().statusCode(200);

    search(Map.of("text", "cyst"))
        .then()
        .statusCode(200)
        .body("hits.id", contains(id))
        .body("hits[0].sentences.text", contains("A cyst in the right thalamus.", "Mass."))
        .body("hits[0].rankings.words.rank", equalTo(1))
        .body("hits[0].labels.finding", hasItem("mass"));
    api()
        .get("/api/cases/" + id)
        .then()
        .statusCode(200)
        .body("studyId", equalTo(first))
        .body("reportId", equalTo(id))
        .body("site", equalTo("local"))
        .body("sequences", contains("FLAIR"))
        .body("provenance", equalTo("report signed here, drafted by toy-mr 0.0.1"))
        .body("embedding.source", equalTo("mean-of-image_tokens"))
        .body("embedding.dimension", equalTo(2))
        .body("patient", equalTo(null));
  }

  @Test
  void aDraftIsKeptByTheApiAndSaysThatNobodySignedIt() {
    String id = Drafts.draft(first);
    add(id)
        .then()
        .statusCode(201)
        .header("Location", containsString("/api/cases/" + id))
        .body("provenance", equalTo("unsigned report, drafted by toy-mr 0.0.1"));
    add(id).then().statusCode(201);
    api().get("/api/cases").then().body("cases.id", contains(id)).body("cursor", equalTo(null));
  }

  @Test
  void theImageOfAStudyFindsItsLikesButNotItself() {
    String like = Drafts.draft(first);
    String self = Drafts.draft(second);
    add(like).then().statusCode(201);
    add(self).then().statusCode(201);
    search(Map.of("studyId", second)).then().statusCode(200).body("hits.id", contains(like));
    search(Map.of("studyId", second, "filter", Map.of("samePatient", true)))
        .then()
        .body("hits.id", contains(self, like))
        .body("hits[0].rankings.image.rank", equalTo(1));
    search(Map.of("studyId", second, "text", "mass", "k", 1))
        .then()
        .body("hits", hasSize(1))
        .body("hits[0].rankings.words.rank", equalTo(1));
    search(Map.of("studyId", second, "filter", Map.of("modality", "CT")))
        .then()
        .body("hits", hasSize(0));
  }

  @Test
  void theNextReportCitesACaseUntilItIsDeleted() {
    String prior = Drafts.draft(first);
    Drafts.sign(prior);

    JsonPath report = api().get("/api/reports/" + Drafts.draft(second)).jsonPath();
    String source = "case:" + prior;
    assertThat(report.getList("evidence.source")).contains(source, "retrieval");
    String evidence = report.getString("evidence.find { it.source == '" + source + "' }.id");
    assertThat(report.getList("sentences[0].evidence", String.class)).contains(evidence);

    String without = Drafts.draft(Map.of("studyId", second, "retrieval", false));
    api().get("/api/reports/" + without).then().body("evidence.source", not(hasItem(source)));

    api().delete("/api/cases/" + prior).then().statusCode(204);
    api().get("/api/cases/" + prior).then().statusCode(404).body("code", equalTo("not_found"));
    search(Map.of("text", "mass")).then().body("hits", hasSize(0));
    api()
        .get("/api/reports/" + Drafts.draft(second))
        .then()
        .body("evidence.source", not(hasItem(source)))
        .body("sentences[0].evidence", not(hasItem(evidence + " of " + prior)));
    api().delete("/api/cases/" + prior).then().statusCode(404);
  }

  @Test
  void whatMakesNoSenseIsSaidAsAProblem() {
    problem(search(Map.of()), 400, "bad_request");
    problem(search(Map.of("text", "  ")), 400, "bad_request");
    problem(search(Map.of("text", "mass", "k", 0)), 400, "bad_request");
    problem(search(Map.of("text", "mass", "k", 101)), 400, "bad_request");
    problem(search(Map.of("text", "mass", "k", "many")), 400, "bad_request");
    problem(search(Map.of("text", "x".repeat(1001))), 413, "too_large");
    problem(search(Map.of("text", "mass", "filter", Map.of("from", "soon"))), 400, "bad_request");
    problem(search(Map.of("text", "mass", "filter", List.of(1))), 400, "bad_request");
    problem(search(Map.of("studyId", "1.2.404")), 404, "not_found");
    problem(add("nope"), 404, "not_found");
    problem(add(" "), 400, "bad_request");
    problem(api().contentType("application/json").post("/api/cases/search"), 400, "bad_request");
    problem(api().get("/api/cases?limit=0"), 400, "bad_request");
    problem(api().get("/api/cases?cursor=!"), 400, "bad_request");
    search(Map.of("text", "+-&|!(){}[]^\"~*?:\\/ AND OR NOT")).then().statusCode(200);
    api().get("/q/openapi").then().statusCode(200).body(containsString("/api/cases/search"));
  }

  private static void problem(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }
}
