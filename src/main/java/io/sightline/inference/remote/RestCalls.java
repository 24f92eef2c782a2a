package io.sightline.inference.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with one server: bearer token, time, and failures in our words. Redirects are not
 * followed: they would carry the secret elsewhere. Thread-safe.
 */
final class RestCalls implements AutoCloseable {
  private final String base;
  private final Optional<String> token;
  private final Duration patience;
  private final HttpClient http;

  /**
   * @param base without the final slash
   * @param trust null = the system's
   */
  RestCalls(String base, OipConfig.Server config, @Nullable SSLContext trust) {
    this.base = base;
    this.token = config.token();
    this.patience = config.connectTimeout();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.connectTimeout());
    if (trust != null) {
      builder.sslContext(trust);
    }
    this.http = builder.build();
  }

  HttpResponse<InputStream> get(String path) throws IOException {
    return send(request(path, patience).GET().build());
  }

  HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    return builder;
  }

  /** Whoever gets the answer closes its body. */
  HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OipFailure.failed("it was not waited for", e);
    } catch (IOException e) {
      throw HttpFailures.of(e);
    }
  }

  /** The body of an answer that says so, and a failure otherwise. */
  InputStream ok(HttpResponse<InputStream> answer) throws IOException {
    if (answer.statusCode() != 200) {
      HttpFailures.log(answer, token);
      throw HttpFailures.of(answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
