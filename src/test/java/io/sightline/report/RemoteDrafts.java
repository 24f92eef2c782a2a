package io.sightline.report;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Reports that a running server is asked for. */
public final class RemoteDrafts {
  private RemoteDrafts() {}

  /** Id of a study of one scan. */
  static String study() {
    return api()
        .contentType("application/gzip")
        .header("Content-Disposition", "attachment; filename=\"FLAIR.nii.gz\"")
        .body(ReportTestProfile.sourceNifti())
        .post("/api/studies?sequence=FLAIR")
        .jsonPath()
        .getString("studies[0].id");
  }

  /** Id of a report that is drafted. */
  static String drafted(String bundle) {
    return drafted(study(), bundle);
  }

  public static String drafted(String study, String bundle) {
    String id =
        api()
            .contentType("application/json")
            .body(Map.of("studyId", study, "bundle", bundle))
            .post("/api/reports")
            .then()
            .statusCode(202)
            .extract()
            .jsonPath()
            .getString("id");
    for (int i = 0; i < 1200; i++) {
      String status = api().get("/api/reports/" + id).jsonPath().getString("status");
      if (!status.equals("queued") && !status.equals("running")) {
        break;
      }
      LockSupport.parkNanos(50_000_000);
    }
    assertThat(api().get("/api/reports/" + id).asString()).contains("\"status\":\"draft\"");
    return id;
  }
}
