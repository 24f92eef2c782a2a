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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The same server, whose remote generalist is a script that calls tools. Each request that it got
 * is kept in {@link #SENT}.
 */
public class ToolsTestProfile extends AnsweringTestProfile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bodies of requests. */
  public static final List<JsonNode> SENT = new CopyOnWriteArrayList<>();

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>(super.getConfigOverrides());
    config.put("sightline.data", "${sightline.home}/target/test-data-tools");
    config.put("sightline.remote.url", "http://127.0.0.1:" + server() + "/v1");
    config.put("sightline.remote.model", "script");
    return config;
  }

  private static int server() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/chat/completions", ToolsTestProfile::answer);
      Thread.ofPlatform().daemon().start(server::start);
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    SENT.add(body);
    byte[] out = stream(delta(body)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, out.length);
    exchange.getResponseBody().write(out);
    exchange.close();
  }

  /** What the script says next, given what was asked and how many rounds there were. */
  private static String delta(JsonNode body) throws IOException {
    String question = "";
    int rounds = 0;
    for (JsonNode m : body.path("messages")) {
      if (m.path("role").asText().equals("user")) {
        question = m.path("content").asText();
        rounds = 0;
      } else if (m.path("role").asText().equals("assistant")) {
        rounds++;
      }
    }
    return switch (question + " " + rounds) {
      case "How large is the mass? 0" -> calls("measure", "{\"finding\":\"mass\"}");
      case "How large is the mass? 1" ->
          text("The mass measures <max-diameter> in the left frontal lobe.");
      case "Where is it in others? 0" -> calls("similar_cases", "{\"k\":2}");
      case "Where is it in others? 1" -> text("There is a mass in the left frontal lobe.");
      case "Try everything. 0" -> calls("delete_study", "{}", "measure", "{\"finding\":");
      case "Try everything. 1" ->
          calls("measure", "{\"finding\":\"mass\"}", "measure", "{\"finding\":\"mass\"}");
      case "Try everything. 2" -> text("There is a mass in the left frontal lobe.");
      default ->
          question.equals("Never stop.")
              ? calls("measure", "{\"finding\":\"nothing " + rounds + "\"}")
              : text("This cannot be answered from these images.");
    };
  }

  private static String text(String words) throws IOException {
    return JSON.writeValueAsString(Map.of("content", words));
  }

  private static String calls(String... namesAndArguments) throws IOException {
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
    return JSON.writeValueAsString(Map.of("tool_calls", calls));
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
