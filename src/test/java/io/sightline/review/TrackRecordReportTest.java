package io.sightline.review;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sightline.report.ReportTestProfile;
import io.sightline.report.TrackTestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Readers sign that there is a mass where a specialist finds none; the next similar study does
 * without the specialist, until the cases are deleted.
 */
@QuarkusTest
@TestProfile(TrackTestProfile.class)
class TrackRecordReportTest {
  @BeforeEach
  void noCase() {
    for (String id :
        api().get("/api/cases?limit=200").jsonPath().getList("cases.id", String.class)) {
      api().delete("/api/cases/" + id).then().statusCode(204);
    }
  }

  private static String study(int period) {
    return api()
        .contentType("application/gzip")
        .body(ReportTestProfile.sourceNifti(period))
        .post("/api/studies?sequence=T1")
        .jsonPath()
        .getString("studies[0].id");
  }

  private static JsonPath report(String id) {
    return api().get("/api/reports/" + id).jsonPath();
  }

  private static JsonPath draft(String study) {
    return report(Drafts.draft(study));
  }

  private static String step(JsonPath report, String specialist, String field) {
    return report.getString("route.find { it.bundle == '" + specialist + "' }." + field);
  }

  /** The reader says that there is none. */
  private static void signWithoutMass(String id) {
    Drafts.review(id, "s1", Map.of("action", "edit", "text", "No mass.")).then().statusCode(200);
    Drafts.review(id, "s2", Map.of("action", "accept")).then().statusCode(200);
    Drafts.review(id, "s3", Map.of("action", "reject")).then().statusCode(200);
    api().post("/api/reports/" + id + "/sign").then().statusCode(200);
  }

  @Test
  void whatReadersContradictIsSkippedOnTheNextSimilarStudyUntilTheCasesAreDeleted() {
    List<String> studies = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    for (int period = 900; period < 905; period++) {
      studies.add(study(period));
      reports.add(Drafts.draft(studies.getLast()));
    }
    JsonPath first = report(reports.getFirst());
    assertThat(step(first, "blind", "decision")).isEqualTo("run");
    assertThat(step(first, "blind", "trust[0].cases")).isEqualTo("none");
    String says = "evidence.find { it.source == 'specialist:blind' }.value.says";
    assertThat(first.getList(says + ".finding")).containsExactly("mass");
    assertThat(first.getList(says + ".presence")).containsExactly("absent");

    signWithoutMass(reports.getFirst());
    reports.subList(1, 5).forEach(Drafts::sign);

    String next = study(910);
    JsonPath report = draft(next);
    assertThat(step(report, "blind", "decision")).isEqualTo("skip");
    assertThat(step(report, "blind", "reason"))
        .isEqualTo(
            "it is not trustworthy: in 4 of 5 similar signed cases it disagreed with the reader"
                + " about mass");
    assertThat(step(report, "blind", "trust[0].trusted")).isEqualTo("false");
    // of infarcts no reader spoke: the other is still heard about them
    assertThat(step(report, "half-blind", "decision")).isEqualTo("run");
    assertThat(step(report, "half-blind", "reason"))
        .contains("its word about mass is left out of the prompt: in 4 of 5");
    assertThat(step(report, "half-blind", "trust.find { it.finding == 'infarct' }.cases"))
        .isEqualTo("none");

    keepAgain(reports.get(1));
    assertThat(step(draft(next), "blind", "reason")).contains("in 4 of 5");
    // a study is not judged by itself
    assertThat(step(draft(studies.get(1)), "blind", "reason")).contains("in 3 of 4");

    reports.forEach(id -> api().delete("/api/cases/" + id).then().statusCode(204));
    JsonPath restored = draft(next);
    assertThat(step(restored, "blind", "decision")).isEqualTo("run");
    assertThat(step(restored, "blind", "trust[0].cases")).isEqualTo("none");
  }

  private static void keepAgain(String reportId) {
    api()
        .contentType("application/json")
        .body(Map.of("reportId", reportId))
        .post("/api/cases")
        .then()
        .statusCode(201);
  }

  @Test
  void aDraftThatNobodySignedJudgesNobody() {
    for (int period = 920; period < 925; period++) {
      keepAgain(Drafts.draft(study(period)));
    }
    assertThat(step(draft(study(930)), "blind", "trust[0].cases")).isEqualTo("none");
  }
}
