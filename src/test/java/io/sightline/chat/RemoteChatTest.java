package io.sightline.chat;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sightline.report.RemoteTestProfile;
import io.sightline.report.ReportTestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A chat whose words come from another server's OpenAI interface: a Sightline's. */
@QuarkusTest
@TestProfile(RemoteTestProfile.class)
class RemoteChatTest {

  static Response ask(String bundle, String question) {
    return askAbout(upload("FLAIR.nii.gz"), bundle, question);
  }

  /** Id of a study of one scan. */
  static String upload(String fileName) {
    return upload(fileName, ReportTestProfile.sourceNifti());
  }

  /** The same of a scan of one's own: a study's id comes from its content. */
  static String upload(String fileName, byte[] nifti) {
    return api()
        .contentType("application/gzip")
        .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
        .body(nifti)
        .post("/api/studies?sequence=FLAIR")
        .jsonPath()
        .getString("studies[0].id");
  }

  static Response askAbout(String study, String bundle, String question) {
    String chat =
        api()
            .contentType("application/json")
            .body(Map.of("studyId", study, "bundle", bundle))
            .post("/api/chats")
            .jsonPath()
            .getString("id");
    return api()
        .contentType("application/json")
        .accept("application/json")
        .body(Map.of("text", question))
        .post("/api/chats/" + chat + "/messages");
  }

  @Test
  void itsSentencesAreGroundedByTheirWordsAndChecked() {
    ask("toy-mr", "Is there a mass?")
        .then()
        .statusCode(200)
        .body("answeredBy.kind", equalTo("remote"))
        .body("answeredBy.id", equalTo("toy-answers"))
        .body("answeredBy.prompt", equalTo("answer-question.txt 2"))
        .body("text", equalTo("Yes. The mass lies in the left frontal lobe."))
        .body("sentences[0].links[0].region", equalTo("r1"))
        .body("sentences[0].verdict.status", equalTo("supported"))
        .body("usage.promptTokens", equalTo(7));
    ask("toy-mr", "Is the mass on the right?")
        .then()
        .body("sentences[0].verdict.status", equalTo("contradicted"));
  }

  @Test
  void whatItDeclinesIsDeclined() {
    Response answer = ask("toy-mr", "How old is the patient?");
    assertThat(answer.jsonPath().getString("declined.code")).isEqualTo("not_answerable");
  }
}
