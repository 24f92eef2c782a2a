package io.sightline.language.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The remote model against a server on loopback that answers, fails and hesitates as told. */
class RemoteLanguageModelTest {
  private static final String KEY = "very-secret-key";

  private HttpServer server;
  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private volatile long hesitateMs;
  private final List<String> deltas = new ArrayList<>();
  private String error = "{\"error\":{\"message\":\"no\"}}";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
    int status = statuses.isEmpty() ? 200 : statuses.remove();
    if (status == 200) {
      sleep(hesitateMs);
    }
    exchange
        .getResponseHeaders()
        .add("Content-Type", status == 200 ? "text/event-stream" : "application/json");
    byte[] body = (status == 200 ? stream(deltas) : error).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String stream(List<String> deltas) {
    String chunk =
        "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
    StringBuilder calls = new StringBuilder();
    deltas.forEach(d -> calls.append(chunk.formatted(d, "null")));
    if (!deltas.isEmpty()) {
      return calls + chunk.formatted("", "\"tool_calls\"") + "data: [DONE]\n\n";
    }
    return chunk.formatted("\"role\":\"assistant\",\"content\":\"\"", "null")
        + chunk.formatted("\"content\":\"No \"", "null")
        + chunk.formatted("\"content\":\"mass.\"", "null")
        + chunk.formatted("", "\"stop\"")
        + "data:"
        + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}\n\n"
        + "data: [DONE]\n\n";
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RemoteLanguageModel model(int port, Duration timeout) {
    String url = "http://127.0.0.1:" + port + "/v1";
    return new RemoteLanguageModel(config(url, timeout), clock::get);
  }

  private RemoteLanguageModel model() {
    return model(server.getAddress().getPort(), Duration.ofSeconds(30));
  }

  private static RemoteConfig config(String url, Duration timeout) {
    return new RemoteModels.Settings(
        Optional.of(url),
        Optional.of("m"),
        Optional.of(KEY),
        timeout,
        2,
        Duration.ofMillis(5),
        3,
        Duration.ofSeconds(30),
        50,
        100,
        4,
        Duration.ofSeconds(60),
        false);
  }

  private static List<GenerationEvent> ask(RemoteLanguageModel model) {
    List<GenerationEvent> events = new ArrayList<>();
    model.chat(
        List.of(RemoteMessage.system("facts"), RemoteMessage.user("Is there a mass?")),
        GenerationOptions.greedy(50),
        events::add,
        new Cancellation());
    return events;
  }

  @Test
  void passesTextAndUsageOnAndSendsKeyAndMessages() {
    assertThat(ask(model()))
        .containsExactly(
            new GenerationEvent.Text("No "),
            new GenerationEvent.Text("mass."),
            new GenerationEvent.End(GenerationEvent.StopReason.STOP_TOKEN, 5, 2));
    assertThat(keys).containsExactly("Bearer " + KEY);
    assertThat(bodies.getFirst()).contains("\"system\"", "facts", "Is there a mass?", "\"m\"");
  }

  @Test
  void triesAgainAfter429And5xx() {
    statuses.addAll(List.of(429, 503));
    assertThat(ask(model())).hasSize(3);
    assertThat(bodies).hasSize(3);
  }

  @Test
  void doesNotTryAgainWhenTheRequestOrTheKeyIsRefused() {
    statuses.add(401);
    ProblemException e = catchThrowableOfType(ProblemException.class, () -> ask(model()));
    assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_FAILED);
    assertThat(e.detail()).isEqualTo("The remote generalist is away: it refuses the key.");
    assertThat(e.detail()).doesNotContain(KEY);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void isLeftAloneAfterFailuresInARowAndTriedOnceAfterThePause() {
    RemoteLanguageModel model = model();
    statuses.addAll(List.of(500, 500, 500));
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("5xx");
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("left alone");
    assertThat(bodies).hasSize(3);
    clock.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(ask(model)).hasSize(3);
    assertThat(ask(model)).hasSize(3);
  }

  @Test
  void timeRunsOut() {
    hesitateMs = 3000;
    RemoteLanguageModel model = model(server.getAddress().getPort(), Duration.ofMillis(200));
    assertThatThrownBy(() -> ask(model)).hasMessageContaining("away");
  }

  @Test
  void aServerThatIsNotThereIsAway() {
    int port = server.getAddress().getPort();
    server.stop(0);
    assertThatThrownBy(() -> ask(model(port, Duration.ofSeconds(5))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("away");
  }

  @Test
  void aCallerThatLeavesStopsTheWait() {
    hesitateMs = 2000;
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                model()
                    .chat(
                        List.of(RemoteMessage.user("?")),
                        GenerationOptions.greedy(1),
                        _ -> {},
                        cancellation));
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void anIncompleteConfigurationIsSaidAtOnce() {
    assertThatThrownBy(() -> new RemoteLanguageModel(config("ftp://x", Duration.ZERO), clock::get))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sightline.remote.url");
  }

  private static final ToolOffer OFFER =
      new ToolOffer(
          List.of(
              new RemoteTool(
                  "measure", "measures", List.of(RemoteTool.Argument.text("finding", "id")))),
          true);

  private static List<ToolRequest> offer(
      RemoteLanguageModel model, List<RemoteMessage> messages, List<GenerationEvent> events) {
    return model.chat(
        messages, OFFER, GenerationOptions.greedy(50), events::add, new Cancellation());
  }

  @Test
  void aServerThatFloodsArgumentsIsLeft() {
    String more = "x".repeat(RemoteCall.MOST_UNSAID / 2 + 1);
    for (int i = 0; i < 3; i++) {
      deltas.add(
          "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"measure\",\"arguments\":\"%s\"}}]"
              .formatted(more));
    }
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () -> offer(model(), List.of(RemoteMessage.user("?")), new ArrayList<>()));
    assertThat(e.detail())
        .isEqualTo("The remote generalist is away: it wrote more than it was allowed to.");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aModelMayAskForToolsAndGetsTheirResults() {
    ToolRequest asked = new ToolRequest("call_7", "measure", "{\"finding\":\"mass\"}");
    deltas.add(
        "\"tool_calls\":[{\"index\":0,\"id\":\"call_7\",\"type\":\"function\",\"function\":{\"name\":\"measure\",\"arguments\":\"{\\\"finding\\\":\"}}]");
    deltas.add("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"mass\\\"}\"}}]");
    RemoteLanguageModel model = model();
    List<GenerationEvent> events = new ArrayList<>();
    RemoteMessage question = RemoteMessage.user("Is there a mass?");
    assertThat(offer(model, List.of(question), events)).containsExactly(asked);
    assertThat(bodies.getFirst()).contains("\"tools\"", "\"measure\"", "\"auto\"");
    deltas.clear();
    List<RemoteMessage> next =
        List.of(
            question,
            RemoteMessage.calling("", List.of(asked)),
            RemoteMessage.result(asked, "{\"totalMl\":1}"));
    assertThat(offer(model, next, events)).isEmpty();
    assertThat(bodies.getLast()).contains("\"tool_call_id\"", "call_7", "totalMl");
  }

  @Test
  void aServerThatRefusesToolsIsAskedWithoutThemFromThenOn() {
    statuses.add(400);
    error = "{\"error\":{\"message\":\"m does not support tools\"}}";
    RemoteLanguageModel model = model();
    List<RemoteMessage> question = List.of(RemoteMessage.user("Is there a mass?"));
    List<GenerationEvent> events = new ArrayList<>();
    assertThat(offer(model, question, events)).isEmpty();
    assertThat(events).hasSize(3);
    offer(model, question, events);
    assertThat(bodies).hasSize(3);
    assertThat(bodies.get(0)).contains("\"tools\"");
    assertThat(bodies.get(1)).doesNotContain("\"tools\"");
    assertThat(bodies.get(2)).doesNotContain("\"tools\"");
  }

  @Test
  void anotherRefusalIsNotTakenForOneOfTools() {
    statuses.add(400);
    RemoteLanguageModel model = model();
    assertThatThrownBy(() -> offer(model, List.of(RemoteMessage.user("?")), new ArrayList<>()))
        .hasMessageContaining("refuses the request");
    assertThat(bodies).hasSize(1);
  }
}
