package io.sightline.chat.openai;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.sightline.report.AnsweringTestProfile;
import io.sightline.report.ReportTestProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAI shape on a running server, with a toy model. */
@QuarkusTest
@TestProfile(AnsweringTestProfile.class)
class OpenAiResourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  private Map<String, Object> request(String question) {
    Map<String, Object> body = new HashMap<>();
    body.put("model", "toy-answers");
    body.put("messages", List.of(user(question, "sightline:study/" + study)));
    return body;
  }

  private static Map<String, Object> user(String question, String url) {
    return Map.of(
        "role",
        "user",
        "content",
        List.of(
            Map.of("type", "text", "text", question),
            Map.of("type", "image_url", "image_url", Map.of("url", url))));
  }

  private static Response post(Object body) {
    return api().contentType("application/json").body(body).post("/v1/chat/completions");
  }

  @Test
  void modelsAreTheGeneralists() {
    api()
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data.id", hasItems("toy-answers", "toy-mr"))
        .body("data[0].object", equalTo("model"));
    api().get("/v1/models/toy-mr").then().statusCode(200).body("id", equalTo("toy-mr"));
    api()
        .get("/v1/models/gpt")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }

  @Test
  void aCompletionHasTextUsageAndTheGroundedMessage() {
    Response answer = post(request("How big is the mass?"));
    answer
        .then()
        .statusCode(200)
        .body("id", startsWith("chatcmpl-"))
        .body("object", equalTo("chat.completion"))
        .body("model", equalTo("toy-answers"))
        .body("created", greaterThan(1_700_000_000))
        .body("choices.size()", equalTo(1))
        .body("choices[0].index", equalTo(0))
        .body("choices[0].message.role", equalTo("assistant"))
        .body(
            "choices[0].message.content",
            equalTo("The mass measures 3.0 cm with a volume of 14.1 mL."))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("usage.prompt_tokens", equalTo(7))
        .body("usage.total_tokens", greaterThan(7))
        .body("sightline.sentences[0].verdict.status", equalTo("supported"));
    assertThat(api().get(answer.jsonPath().getString("sightline.regions[0].mask")).asByteArray())
        .startsWith(0x1f, 0x8b);
  }

  @Test
  void aStreamJoinsToTheSameTextAndEndsWithDone() throws Exception {
    Map<String, Object> body = request("How big is the mass?");
    body.put("stream", true);
    body.put("stream_options", Map.of("include_usage", true));
    Response stream = post(body);
    stream.then().statusCode(200).header("Content-Type", startsWith("text/event-stream"));
    List<String> data = new ArrayList<>();
    stream
        .asString()
        .lines()
        .filter(l -> l.startsWith("data: "))
        .forEach(l -> data.add(l.substring(6)));
    assertThat(data.removeLast()).isEqualTo("[DONE]");
    JsonNode usage = JSON.readTree(data.removeLast());
    assertThat(usage.path("choices")).isEmpty();
    assertThat(usage.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
    StringBuilder text = new StringBuilder();
    String finish = "";
    for (String line : data) {
      JsonNode chunk = JSON.readTree(line);
      assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
      text.append(chunk.at("/choices/0/delta/content").asText(""));
      finish = chunk.at("/choices/0/finish_reason").asText("");
    }
    assertThat(text).hasToString("The mass measures 3.0 cm with a volume of 14.1 mL.");
    assertThat(finish).isEqualTo("stop");
  }

  @Test
  void earlierMessagesAreTheMemory() {
    Map<String, Object> body = request("x");
    body.put(
        "messages",
        List.of(
            Map.of("role", "system", "content", "Be brief."),
            user("Is there a mass?", "sightline:study/" + study),
            Map.of("role", "assistant", "content", "Yes."),
            Map.of("role", "user", "content", "How big is the mass?")));
    post(body).then().statusCode(200).body("choices[0].message.content", containsString("3.0 cm"));
  }

  @Test
  void stopAndMaxTokensCut() {
    Map<String, Object> body = request("How big is the mass?");
    body.put("stop", List.of(" with"));
    post(body)
        .then()
        .body("choices[0].message.content", equalTo("The mass measures 3.0 cm"))
        .body("choices[0].finish_reason", equalTo("stop"));
    body = request("How big is the mass?");
    body.put("max_tokens", 2);
    post(body)
        .then()
        .body("choices[0].message.content", equalTo("The mass"))
        .body("choices[0].finish_reason", equalTo("length"))
        .body("usage.completion_tokens", equalTo(2));
  }

  private static void refused(Object body, int status, String param, String words) {
    post(body)
        .then()
        .statusCode(status)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", param == null ? nullValue() : equalTo(param))
        .body("error.message", containsString(words));
  }

  @Test
  void whatIsNotSupportedIsRefusedWithAnErrorObject() {
    Map<String, Object> body = request("Is there a mass?");
    body.put("n", 2);
    refused(body, 400, "n", "Only n = 1");
    body = request("Is there a mass?");
    body.put("model", "gpt");
    refused(body, 404, "model", "GET /v1/models");
    body = request("Is there a mass?");
    body.put("model", "toy-mr");
    refused(body, 422, null, "answerTemplate");
    body = request("Is there a mass?");
    body.put("temperature", 3);
    refused(body, 400, null, "temperature");
    body = request("Is there a mass?");
    body.put("stop", List.of("a", "b", "c", "d", "e"));
    refused(body, 400, "stop", "up to four");
    body = request("Is there a mass?");
    body.put("tools", List.of(Map.of("type", "function")));
    refused(body, 400, "tools", "not supported");
    body.remove("tools");
    body.put("messages", List.of(Map.of("role", "user", "content", "Is there a mass?")));
    refused(body, 400, "messages", "sightline:study/{id}");
    body.put("messages", List.of(user("Is there a mass?", "data:image/png;base64,AAAA")));
    refused(body, 400, "messages", "2D images");
    body.put("messages", List.of(user("Is there a mass?", "http://127.0.0.1/x.png")));
    refused(body, 400, "messages", "never fetched");
    body.put("messages", List.of(user("Is there a mass?", "sightline:study/1.2.404")));
    refused(body, 404, null, "There is no study");
    refused("{\"model\":", 400, null, "JSON");
    refused("[]", 400, null, "JSON");
    refused("{}", 400, "model", "missing");
  }

  @Test
  void aRefusedCompletionLeavesNoChatBehind() {
    int before = api().get("/api/chats?limit=200").jsonPath().getList("chats").size();
    Map<String, Object> body = request("Is there a mass?");
    body.put("model", "toy-mr");
    post(body).then().statusCode(422);
    assertThat(api().get("/api/chats?limit=200").jsonPath().getList("chats")).hasSize(before);
  }
}
