package io.sightline.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The same server, whose remote generalist is always busy. What it was sent can be read at {@code
 * /v1/sent}, one request a line.
 */
public class AwayTestProfile extends AnsweringTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>(super.getConfigOverrides());
    config.put("sightline.data", "${sightline.home}/target/test-data-away");
    config.put("sightline.remote.url", "http://127.0.0.1:" + busyServer() + "/v1");
    config.put("sightline.remote.model", "gone");
    config.put("sightline.remote.backoff", "PT0.01S");
    config.put("sightline.remote.breaker-failures", "100");
    return config;
  }

  private static int busyServer() {
    List<String> sent = new CopyOnWriteArrayList<>();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/chat/completions",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            sent.add(new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " "));
            answer(exchange, 503, "busy");
          });
      server.createContext("/v1/sent", exchange -> answer(exchange, 200, String.join("\n", sent)));
      Thread.ofPlatform().daemon().start(server::start);
      return server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
