package io.sightline.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An OpenAI-compatible server on loopback whose model is a script: it says text or calls tools, as
 * the request and the number of rounds so far demand. Requests are kept.
 */
public final class ScriptedOpenAi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the model says next. */
  public interface Script {
    /**
     * @param asked the last words of the user
     * @param round requests for tools since then
     * @return {@link #text} or {@link #calls}
     */
    String delta(String asked, int round);
  }

  private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Script script;

  public ScriptedOpenAi(Script script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.createContext("/v1/chat/completions", this::answer);
    start();
  }

  /** Its threads are daemons when the thread that starts it is one. */
  private void start() {
    try {
      Thread.ofPlatform().daemon().start(server::start).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Base URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Bodies of the requests so far. */
  public List<JsonNode> sent() {
    return sent;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    sent.add(body);
    byte[] out = stream(delta(body)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, out.length);
    exchange.getResponseBody().write(out);
    exchange.close();
  }

  private String delta(JsonNode body) {
    String asked = "";
    int rounds = 0;
    for (JsonNode m : body.path("messages")) {
      if (m.path("role").asText().equals("user")) {
        asked = m.path("content").asText();
        rounds = 0;
      } else if (m.path("role").asText().equals("assistant")) {
        rounds++;
      }
    }
    return script.delta(asked, rounds);
  }

  public static String text(String words) {
    return json(Map.of("content", words));
  }

  public static String calls(String... namesAndArguments) {
    List<Map<String, Object>> calls = new ArrayList<>();
    for (int i = 0; i < namesAndArguments.length; i += 2) {
      calls.add(
          Map.of(
              "index",
              i / 2,
              "id",
              "call_" + i,
              "type",
              "function",
              "function",
              Map.of("name", namesAndArguments[i], "arguments", namesAndArguments[i + 1])));
    }
    return json(Map.of("tool_calls", calls));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stream(String delta) {
    String chunk =
        "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"script\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";
    String finish = delta.contains("tool_calls") ? "\"tool_calls\"" : "\"stop\"";
    return chunk.formatted(delta, "null")
        + chunk.formatted("{}", finish)
        + "data:"
        + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"script\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}\n\n"
        + "data: [DONE]\n\n";
  }
}
