package io.sightline.inference.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/** What HTTP says, in our words. */
final class HttpFailures {
  private static final Logger LOG = Logger.getLogger(HttpFailures.class);
  private static final int LONGEST_REMARK = 300;
  private static final int READ = 8192;

  private HttpFailures() {}

  static OipFailure of(int status) {
    return switch (status) {
      case 401, 403 -> OipFailure.unavailable("it refuses the token (" + status + ")", null);
      case 404 -> OipFailure.unavailable("it has no such model (404)", null);
      case 413 -> OipFailure.failed("the request is too large for it (413)");
      case 429 -> OipFailure.later("it asks for patience (429)", null);
      case 503 -> OipFailure.later("it is not ready (503)", null);
      default -> {
        if (status >= 300 && status < 400) {
          yield OipFailure.unavailable(
              "it points elsewhere (" + status + "), which is not followed", null);
        }
        yield OipFailure.failed(
            (status < 500 ? "it refuses the request (" : "it failed itself (") + status + ")");
      }
    };
  }

  /**
   * A call that broke off before any answer is worth another: inference changes nothing on the
   * server.
   */
  static OipFailure of(IOException e) {
    return switch (e) {
      case OipFailure known -> known;
      case HttpConnectTimeoutException _, ConnectException _ ->
          OipFailure.later("it cannot be reached", e);
      case HttpTimeoutException _ -> OipFailure.failed("it did not answer in time", e);
      case SSLException _ -> OipFailure.unavailable("there is no trusted TLS with it", e);
      default -> OipFailure.later("the connection broke off before it answered", e);
    };
  }

  /** The server's own words are for the log alone, where an operator needs them. */
  static void log(HttpResponse<InputStream> answer, Optional<String> token) {
    try (InputStream body = answer.body()) {
      String words = new String(body.readNBytes(READ), StandardCharsets.UTF_8);
      LOG.warnf("A model server answered %d: %s", answer.statusCode(), plain(words, token));
    } catch (IOException e) {
      LOG.warnf("A model server answered %d.", answer.statusCode());
    }
  }

  static String plain(String words, Optional<String> token) {
    String masked = token.isPresent() ? words.replace(token.get(), "***") : words;
    String line = masked.replaceAll("\\p{Cntrl}+", " ");
    return line.substring(0, Math.min(LONGEST_REMARK, line.length()));
  }
}
