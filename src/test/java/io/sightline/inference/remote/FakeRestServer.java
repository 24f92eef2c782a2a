package io.sightline.inference.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The protocol over REST on loopback: a good server, until a test tells it to be another. */
public final class FakeRestServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeModel model;
  private final boolean binary;

  /** Paths that were asked for. */
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private volatile @Nullable HttpHandler inference;
  private volatile @Nullable HttpHandler description;
  private volatile int ready = 200;

  /**
   * @param binary whether it names and speaks the extension
   */
  public FakeRestServer(FakeModel model, boolean binary) {
    this.model = model;
    this.binary = binary;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What it does instead when it is to infer. */
  public void inferring(@Nullable HttpHandler instead) {
    inference = instead;
  }

  /** What it does instead when it is asked about its model. */
  public void describing(@Nullable HttpHandler instead) {
    description = instead;
  }

  public void ready(int status) {
    ready = status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String at = "/v2/models/" + model.name();
    try (exchange) {
      HttpHandler infer = inference;
      HttpHandler describe = description;
      if (path.equals("/v2/health/ready")) {
        send(exchange, ready, "");
      } else if (path.equals("/v2")) {
        send(
            exchange,
            200,
            "{\"name\":\"fake\",\"extensions\":["
                + (binary ? "\"binary_tensor_data\"" : "")
                + "]}");
      } else if (path.equals(at) || path.equals(at + "/versions/7")) {
        if (describe != null) {
          describe.handle(exchange);
        } else {
          send(exchange, 200, describe());
        }
      } else if (path.equals(at + "/infer") || path.equals(at + "/versions/7/infer")) {
        if (infer != null) {
          infer.handle(exchange);
        } else {
          infer(exchange);
        }
      } else {
        send(exchange, 404, "{\"error\":\"no such model\"}");
      }
    }
  }

  public static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String describe() {
    ObjectNode out = JSON.createObjectNode().put("name", model.name()).put("platform", "fake");
    model.inputs().forEach(t -> describe(out.withArray("inputs").addObject(), t));
    model.outputs().forEach(t -> describe(out.withArray("outputs").addObject(), t));
    return out.toString();
  }

  private static void describe(ObjectNode out, WireTensor t) {
    out.put("name", t.name()).put("datatype", t.datatype());
    ArrayNode shape = out.putArray("shape");
    Arrays.stream(t.shape()).forEach(shape::add);
  }

  private void infer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String header = exchange.getRequestHeaders().getFirst("Inference-Header-Content-Length");
    if ((header != null) != binary) {
      send(exchange, 400, "{\"error\":\"not the form that was announced\"}");
      return;
    }
    int length = header == null ? body.length : Integer.parseInt(header);
    JsonNode request = JSON.readTree(body, 0, length);
    Set<String> wanted = new HashSet<>();
    request.path("outputs").forEach(o -> wanted.add(o.path("name").asText()));
    List<WireTensor> outputs =
        model.run(inputs(request, body, length)).stream()
            .filter(t -> wanted.contains(t.name()))
            .toList();
    if (binary) {
      sendBinary(exchange, model.name(), outputs);
    } else {
      send(exchange, 200, text(outputs));
    }
  }

  private static Map<String, WireTensor> inputs(JsonNode request, byte[] body, int header) {
    Map<String, WireTensor> inputs = new LinkedHashMap<>();
    int at = header;
    for (JsonNode input : request.path("inputs")) {
      String name = input.path("name").asText();
      String type = input.path("datatype").asText();
      long[] shape = JSON.convertValue(input.path("shape"), long[].class);
      JsonNode size = input.path("parameters").path("binary_data_size");
      byte[] bytes;
      if (size.isMissingNode()) {
        List<JsonNode> values = new ArrayList<>();
        input.path("data").forEach(values::add);
        bytes = WireTensor.bytes(type, values);
      } else {
        bytes = Arrays.copyOfRange(body, at, at + size.asInt());
        at += size.asInt();
      }
      inputs.put(name, new WireTensor(name, type, shape, bytes));
    }
    return inputs;
  }

  static void sendBinary(HttpExchange exchange, String model, List<WireTensor> outputs)
      throws IOException {
    ObjectNode header = JSON.createObjectNode().put("model_name", model);
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (WireTensor t : outputs) {
      ObjectNode out = header.withArray("outputs").addObject();
      describe(out, t);
      out.putObject("parameters").put("binary_data_size", t.bytes().length);
      raw.writeBytes(t.bytes());
    }
    sendBinary(exchange, header.toString(), raw.toByteArray());
  }

  static void sendBinary(HttpExchange exchange, String header, byte[] raw) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Inference-Header-Content-Length", "" + json.length);
    exchange.sendResponseHeaders(200, json.length + raw.length);
    exchange.getResponseBody().write(json);
    exchange.getResponseBody().write(raw);
  }

  static String text(List<WireTensor> outputs) {
    ObjectNode answer = JSON.createObjectNode().put("model_name", "fake");
    for (WireTensor t : outputs) {
      ObjectNode out = answer.withArray("outputs").addObject();
      ArrayNode data = out.putArray("data"); // before type and shape: JSON has no order
      for (int i = 0; i < t.elements(); i++) {
        data.addPOJO(t.value(i));
      }
      describe(out, t);
    }
    return JSON.valueToTree(answer).toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
