package io.sightline.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.bundle.RemoteModel;
import io.sightline.inference.remote.ModelTensors.Described;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The protocol over REST. Tensors go as raw bytes where the server names the extension {@code
 * binary_tensor_data}, as JSON otherwise.
 *
 * @see <a
 *     href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md">the
 *     extension</a>
 */
final class RestClient implements OipClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
  private static final int LONGEST_DESCRIPTION = 1 << 20;

  /** Room for names, shapes and parameters. */
  private static final long SLACK = 1 << 20;

  /** Characters that JSON takes for a byte of a number, at most; FP16 takes most. */
  private static final long JSON_FACTOR = 16;

  private final RestCalls calls;
  private final long largest;
  private volatile boolean binary;

  /**
   * @param base without the final slash
   * @param trust null = the system's
   */
  RestClient(String base, OipConfig.Server config, @Nullable SSLContext trust) {
    this.calls = new RestCalls(base, config, trust);
    this.largest = config.maxMessage().asLongValue();
  }

  @Override
  public ModelTensors describe(RemoteModel model) throws IOException {
    ready();
    binary = extensions().contains("binary_tensor_data");
    try (InputStream body = calls.ok(calls.get(path(model)))) {
      JsonNode description = tree(body);
      return new ModelTensors(
          described(description.path("inputs")), described(description.path("outputs")));
    }
  }

  private void ready() throws IOException {
    HttpResponse<InputStream> answer = calls.get("/v2/health/ready");
    answer.body().close();
    int status = answer.statusCode();
    if (status != 200) {
      OipFailure reason = HttpFailures.of(status);
      throw status == 401 || status == 403 || status < 400
          ? reason
          : OipFailure.later("it is not ready (" + status + ")", null);
    }
  }

  /** None where the server does not describe itself. */
  private List<String> extensions() throws IOException {
    HttpResponse<InputStream> answer = calls.get("/v2");
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        return List.of();
      }
      return StreamSupport.stream(tree(body).path("extensions").spliterator(), false)
          .map(JsonNode::asText)
          .toList();
    }
  }

  private static JsonNode tree(InputStream body) throws IOException {
    try {
      return JSON.readTree(BoundedStream.all(body, LONGEST_DESCRIPTION));
    } catch (JsonProcessingException e) {
      throw OipFailure.failed("what it says of itself is not JSON", e);
    }
  }

  private static List<Described> described(JsonNode tensors) {
    List<Described> described = new ArrayList<>();
    for (JsonNode tensor : tensors) {
      List<Long> shape = new ArrayList<>();
      tensor.path("shape").forEach(axis -> shape.add(axis.asLong(-1)));
      described.add(
          new Described(tensor.path("name").asText(), tensor.path("datatype").asText(), shape));
    }
    return described;
  }

  @Override
  public Answer infer(
      RemoteModel model, List<NamedTensor> inputs, Set<String> wanted, long most, Duration timeout)
      throws IOException {
    boolean raw = binary;
    JsonRequest request =
        raw ? JsonRequest.binary(inputs, wanted) : JsonRequest.text(inputs, wanted);
    if (request.length() > largest) {
      throw OipFailure.failed(
          "the request has %d bytes, max-message allows %d".formatted(request.length(), largest));
    }
    HttpRequest.Builder post =
        calls
            .request(path(model) + "/infer", timeout)
            .header("Content-Type", raw ? "application/octet-stream" : "application/json")
            .POST(body(request));
    if (raw) {
      post.header(HEADER_LENGTH, Integer.toString(request.header()));
    }
    HttpResponse<InputStream> answer = calls.send(post.build());
    try (InputStream body = calls.ok(answer)) {
      OptionalLong header = answer.headers().firstValueAsLong(HEADER_LENGTH);
      long length = header.isPresent() ? most : most * JSON_FACTOR;
      return RestAnswer.read(body, header, most, Math.min(length, largest) + SLACK);
    } catch (NumberFormatException e) {
      throw OipFailure.failed("it does not say how long the JSON of its answer is", e);
    }
  }

  private static BodyPublisher body(JsonRequest request) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> new Pieces(request.pieces())), request.length());
  }

  private static String path(RemoteModel model) {
    String version = model.version();
    return "/v2/models/" + model.model() + (version == null ? "" : "/versions/" + version);
  }

  @Override
  public void close() {
    calls.close();
  }
}
