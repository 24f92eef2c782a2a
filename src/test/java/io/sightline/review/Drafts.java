package io.sightline.review;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.sightline.report.ReportTestProfile;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Reports of the toy head on the running server. */
public final class Drafts {
  private Drafts() {}

  /** A study of the toy head; the same one each time. */
  public static String study() {
    return study(ReportTestProfile.sourceNifti());
  }

  public static String study(byte[] nifti) {
    return api()
        .contentType("application/gzip")
        .body(nifti)
        .post("/api/studies?sequence=FLAIR")
        .jsonPath()
        .getString("studies[0].id");
  }

  /** Id of a finished draft. */
  public static String draft(String study) {
    return draft(Map.of("studyId", study));
  }

  public static String draft(Map<String, Object> request) {
    String id =
        api()
            .contentType("application/json")
            .body(request)
            .post("/api/reports")
            .jsonPath()
            .getString("id");
    for (int i = 0; i < 400 && !status(id).equals("draft"); i++) {
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(status(id)).isEqualTo("draft");
    return id;
  }

  public static String status(String id) {
    return api().get("/api/reports/" + id).jsonPath().getString("status");
  }

  public static String etag(String id) {
    return api().get("/api/reports/" + id).header("ETag");
  }

  /** Puts a review with the present ETag. */
  public static Response review(String id, String sentence, Map<String, Object> body) {
    return api()
        .contentType("application/json")
        .header("If-Match", etag(id))
        .header("X-Sightline-Reader", "Dr Who")
        .body(body)
        .put("/api/reports/" + id + "/sentences/" + sentence + "/review");
  }

  /** Accepts every sentence and signs. */
  public static void sign(String id) {
    for (String s :
        api().get("/api/reports/" + id).jsonPath().getList("sentences.id", String.class)) {
      review(id, s, Map.of("action", "accept")).then().statusCode(200);
    }
    api().post("/api/reports/" + id + "/sign").then().statusCode(200);
  }
}
