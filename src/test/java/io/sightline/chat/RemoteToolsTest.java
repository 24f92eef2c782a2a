package io.sightline.chat;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sightline.report.ToolsTestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat whose remote generalist calls tools: bounded, recorded, and checked like any other. */
@QuarkusTest
@TestProfile(ToolsTestProfile.class)
class RemoteToolsTest {

  @BeforeEach
  void forget() {
    ToolsTestProfile.SENT.clear();
  }

  private static Response ask(String question) {
    return RemoteChatTest.ask("toy-mr", question);
  }

  private static List<String> names(JsonNode request) {
    List<String> out = new ArrayList<>();
    request.path("tools").forEach(t -> out.add(t.path("function").path("name").asText()));
    return out;
  }

  @Test
  void whatItMeasuresIsRecordedAndItsAnswerIsGroundedAndChecked() {
    ask("How large is the mass?")
        .then()
        .statusCode(200)
        .body("text", equalTo("The mass measures 3.0 cm in the left frontal lobe."))
        .body("sentences[0].verdict.status", equalTo("supported"))
        .body("answeredBy.kind", equalTo("remote"))
        .body("toolCalls", hasSize(1))
        .body("toolCalls[0].name", equalTo("measure"))
        .body("toolCalls[0].arguments.finding", equalTo("mass"))
        .body("toolCalls[0].result.parts[0].side", equalTo("left"))
        .body("toolCalls[0].error", nullValue())
        .body("usage.promptTokens", equalTo(10));
    JsonNode first = ToolsTestProfile.SENT.get(0);
    JsonNode second = ToolsTestProfile.SENT.get(1);
    assertThat(names(first)).contains("measure", "similar_cases");
    assertThat(first.path("tools").toString()).contains("\"required\":[\"finding\"]");
    JsonNode result = second.path("messages").get(second.path("messages").size() - 1);
    assertThat(result.path("role").asText()).isEqualTo("tool");
    assertThat(result.path("tool_call_id").asText()).isEqualTo("call_0");
    assertThat(result.path("content").asText()).contains("\"totalMl\":", "\"left\"");
  }

  @Test
  void nonsenseIsAnsweredInWordsAndTheTurnGoesOn() {
    ask("Try everything.")
        .then()
        .statusCode(200)
        .body("sentences[0].verdict.status", equalTo("supported"))
        .body("toolCalls.name", contains("delete_study", "measure", "measure", "measure"))
        .body("toolCalls[0].error", startsWith("there is no such tool"))
        .body("toolCalls[1].error", equalTo("the arguments are no JSON object"))
        .body("toolCalls[1].arguments", equalTo("{\"finding\":"))
        .body("toolCalls[2].error", nullValue())
        .body("toolCalls[3].error", startsWith("this was asked before"));
    JsonNode last = ToolsTestProfile.SENT.getLast();
    assertThat(last.path("tool_choice").asText()).isEqualTo("none");
  }

  @Test
  void aModelThatNeverStopsCallingIsLeftAtTheLimit() {
    ask("Never stop.")
        .then()
        .statusCode(200)
        .body("toolCalls", hasSize(4))
        .body("declined.code", equalTo("no_answer"))
        .body("declined.reason", equalTo("The model called tools and wrote no sentence."));
    assertThat(ToolsTestProfile.SENT).hasSize(5);
  }

  @Test
  void withoutCasesItIsToldSo() {
    ask("Where is it in others?")
        .then()
        .body("toolCalls[0].name", equalTo("similar_cases"))
        .body("toolCalls[0].error", equalTo("there are no cases"))
        .body("text", equalTo("There is a mass in the left frontal lobe."));
  }

  @Test
  void aStreamTellsOfEachCall() {
    String study = RemoteChatTest.upload("FLAIR.nii.gz");
    String chat =
        api()
            .contentType("application/json")
            .body(Map.of("studyId", study, "bundle", "toy-mr"))
            .post("/api/chats")
            .jsonPath()
            .getString("id");
    api()
        .contentType("application/json")
        .accept("text/event-stream")
        .body(Map.of("text", "How large is the mass?"))
        .post("/api/chats/" + chat + "/messages")
        .then()
        .body(containsString("event:tool"))
        .body(containsString("\"name\":\"measure\""));
  }
}
