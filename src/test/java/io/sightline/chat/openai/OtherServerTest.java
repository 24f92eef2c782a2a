package io.sightline.chat.openai;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.language.remote.RemoteModels;
import io.sightline.report.OtherServerTestProfile;
import io.sightline.report.RemoteDrafts;
import io.sightline.report.ReportTestProfile;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Against an OpenAI-compatible server that is not ours: Hugging Face's {@code transformers serve}
 * with a model that always says the same two sentences of nonsense.
 */
@QuarkusTest
@TestProfile(OtherServerTestProfile.class)
class OtherServerTest {
  private static final String TEXT = "Blorp quix the zatly numbo. Wug frem tolvin dax snarp.";
  private static final ObjectMapper JSON = new ObjectMapper();

  @ConfigProperty(name = "sightline.remote.url")
  String url;

  private TransformersServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** One start for all: it takes longer than everything that is asked. */
  @Test
  void itListsStreamsCountsStopsFailsAndIsCheckedLikeAnyOther() throws Exception {
    server = TransformersServer.start(URI.create(url).getPort());
    itListsItsModel();
    itStreamsPieceByPieceAndCounts();
    itStopsAtAWordAndAtALength();
    whatItRefusesIsSaid();
    aCallerThatLeavesEndsTheStream();
    aTurnOfNonsenseIsNeverSupported();
    aReportOfNonsenseIsNeverSupported();
  }

  private static String model() {
    return OtherServerTestProfile.MODEL.toString();
  }

  private JsonNode post(Map<String, Object> more) throws Exception {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.putIfAbsent("model", model());
    body.put("messages", List.of(Map.of("role", "user", "content", "Is there a mass?")));
    body.put("temperature", 0);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  private void itListsItsModel() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/models")).build();
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertThat(JSON.readTree(body).path("data").findValuesAsText("id")).contains(model());
    }
  }

  private static List<GenerationEvent> say(
      RemoteLanguageModel model, String question, int most, Consumer<GenerationEvent> also) {
    List<GenerationEvent> events = new ArrayList<>();
    model.chat(
        List.of(RemoteMessage.system("facts"), RemoteMessage.user(question)),
        GenerationOptions.greedy(most),
        e -> {
          events.add(e);
          also.accept(e);
        },
        new Cancellation());
    return events;
  }

  private static String text(List<GenerationEvent> events) {
    return events.stream()
        .map(e -> e instanceof GenerationEvent.Text(String piece) ? piece : "")
        .collect(Collectors.joining());
  }

  private void itStreamsPieceByPieceAndCounts() {
    List<GenerationEvent> events =
        say(RemoteModels.at(url, model()), "Is there a mass?", 50, _ -> {});
    assertThat(text(events)).isEqualTo(TEXT);
    assertThat(events).hasSizeGreaterThan(5);
    GenerationEvent.End end = (GenerationEvent.End) events.getLast();
    assertThat(end.reason()).isEqualTo(StopReason.STOP_TOKEN);
    assertThat(end.promptTokens()).isPositive();
    assertThat(end.generatedTokens()).isBetween(10, 11);
    events = say(RemoteModels.at(url, model()), "Is there a mass?", 3, _ -> {});
    assertThat(text(events)).isEqualTo("Blorp quix the");
    assertThat(((GenerationEvent.End) events.getLast()).reason()).isEqualTo(StopReason.MAX_TOKENS);
  }

  private void itStopsAtAWordAndAtALength() throws Exception {
    JsonNode stopped = post(Map.of("stop", List.of("numbo"), "max_tokens", 50));
    assertThat(stopped.at("/choices/0/message/content").asText())
        .startsWith("Blorp quix the zatly");
    assertThat(stopped.at("/choices/0/message/content").asText()).doesNotContain("Wug");
    assertThat(stopped.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    JsonNode cut = post(Map.of("max_tokens", 2));
    assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(cut.at("/usage/completion_tokens").asInt()).isEqualTo(2);
  }

  private void whatItRefusesIsSaid() throws Exception {
    assertThat(post(Map.of("model", "some/other")).has("choices")).isFalse();
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () -> say(RemoteModels.at(url, "some/other"), "Is there a mass?", 5, _ -> {}));
    assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_FAILED);
    assertThat(e.detail()).isEqualTo("The remote generalist is away: it refuses the request.");
  }

  private void aCallerThatLeavesEndsTheStream() {
    Cancellation cancellation = new Cancellation();
    List<GenerationEvent> events = new ArrayList<>();
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                RemoteModels.at(url, model())
                    .chat(
                        List.of(RemoteMessage.user("Go on forever")),
                        GenerationOptions.greedy(20_000),
                        event -> {
                          events.add(event);
                          cancellation.cancel();
                        },
                        cancellation));
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(events).hasSizeLessThan(100);
    assertThat(text(say(RemoteModels.at(url, model()), "And now?", 50, _ -> {}))).isEqualTo(TEXT);
  }

  private static void aReportOfNonsenseIsNeverSupported() {
    String study =
        api()
            .contentType("application/gzip")
            .body(ReportTestProfile.sourceNifti())
            .post("/api/studies?sequence=FLAIR")
            .jsonPath()
            .getString("studies[0].id");
    JsonPath report =
        api().get("/api/reports/" + RemoteDrafts.drafted(study, "remote:toy-mr")).jsonPath();
    assertThat(report.getString("draftedBy.kind")).isEqualTo("remote");
    assertThat(report.getString("draftedBy.id")).isEqualTo(model());
    assertThat(String.join(" ", report.getList("sentences.text", String.class))).isEqualTo(TEXT);
    assertThat(report.getList("warnings")).isEmpty();
    assertThat(report.getList("sentences.verdict.status", String.class))
        .isNotEmpty()
        .allMatch(s -> s.equals("not_checkable") || s.equals("unsupported"));
    assertThat(report.getList("regions")).isEmpty();
  }

  private static void aTurnOfNonsenseIsNeverSupported() {
    String study =
        api()
            .contentType("application/gzip")
            .body(ReportTestProfile.sourceNifti())
            .post("/api/studies?sequence=FLAIR")
            .jsonPath()
            .getString("studies[0].id");
    String chat =
        api()
            .contentType("application/json")
            .body(Map.of("studyId", study, "bundle", "toy-mr"))
            .post("/api/chats")
            .jsonPath()
            .getString("id");
    JsonPath answer =
        api()
            .contentType("application/json")
            .accept("application/json")
            .body(Map.of("text", "Is there a mass?"))
            .post("/api/chats/" + chat + "/messages")
            .then()
            .statusCode(200)
            .body("answeredBy.kind", equalTo("remote"))
            .body("text", equalTo(TEXT))
            .extract()
            .jsonPath();
    assertThat(answer.getList("warnings")).isEmpty();
    assertThat(answer.getList("sentences.verdict.status", String.class))
        .isNotEmpty()
        .allMatch(s -> s.equals("not_checkable") || s.equals("unsupported"));
    assertThat(answer.getList("regions")).isEmpty();
  }
}
