package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a run when the server over REST is slow, wrong, hostile or away. */
@Timeout(300)
class RestBehaviourTest {
  private static final String SECRET = "very-secret-token";

  private final FakeRestServer server = new FakeRestServer(new ArithmeticModel(), true);
  private ModelServers servers = TestServer.at(server.url()).as("fake");

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(servers.openTensors()).isZero();
    servers.close();
    server.close();
  }

  private void configured(UnaryOperator<TestServer> how) {
    servers.close();
    servers = how.apply(TestServer.at(server.url())).as("fake");
  }

  private InferenceSession session() {
    return servers.open(Arithmetic.GRAPH);
  }

  private static Map<String, Tensor> feed(InferenceSession s) {
    Map<String, Tensor> feed = new LinkedHashMap<>();
    for (TensorSpec spec : s.inputs().values()) {
      long[] shape = spec.shape().stream().mapToLong(axis -> axis < 0 ? 2 : axis).toArray();
      int n = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      feed.put(
          spec.name(),
          spec.type().isFloat()
              ? s.tensor(spec.type(), shape, new float[n])
              : s.tensor(spec.type(), shape, new long[n]));
    }
    return feed;
  }

  /** Runs for the output {@code twice} [1, 2] and closes everything. */
  private void run(InferenceSession session, Cancellation cancellation) {
    Map<String, Tensor> feed = feed(session);
    try {
      session.run(feed, Set.of("twice"), cancellation).values().forEach(Tensor::close);
    } finally {
      feed.values().forEach(Tensor::close);
    }
  }

  private ProblemException failure() {
    InferenceSession session = session();
    return catchThrowableOfType(ProblemException.class, () -> run(session, new Cancellation()));
  }

  private static HttpHandler answering(WireTensor... outputs) {
    return exchange -> FakeRestServer.sendBinary(exchange, "arithmetic", List.of(outputs));
  }

  private static HttpHandler saying(String header, int rawBytes) {
    return exchange -> FakeRestServer.sendBinary(exchange, header, new byte[rawBytes]);
  }

  private static String output(String datatype, String shape, long bytes) {
    return "{\"outputs\":[{\"name\":\"twice\",\"datatype\":\"%s\",\"shape\":%s,\"parameters\":{\"binary_data_size\":%d}}]}"
        .formatted(datatype, shape, bytes);
  }

  @Test
  void theSecretGoesAlongAndTheVersionIsAskedFor() {
    configured(s -> s.secret(SECRET));
    InferenceSession session = servers.open(Arithmetic.graph("7"));
    run(session, new Cancellation());
    assertThat(server.authorizations).isNotEmpty().allMatch(("Bearer " + SECRET)::equals);
    assertThat(server.asked)
        .containsExactly(
            "/v2/health/ready",
            "/v2",
            "/v2/models/arithmetic/versions/7",
            "/v2/models/arithmetic/versions/7/infer");
  }

  @Test
  void whatIsNotDueIsRefused() {
    server.inferring(answering(WireTensor.floats("twice", new long[] {2, 1}, 1, 2)));
    assertThat(failure().detail())
        .isEqualTo(
            "Model 'arithmetic' of server 'fake' gave nothing: its output 'twice' is FP32 [2, 1],"
                + " due was FP32 [1, -1].");
    server.inferring(answering(new WireTensor("twice", "INT32", new long[] {1, 2}, new byte[8])));
    assertThat(failure().detail()).contains("is INT32 [1, 2]");
    server.inferring(answering(new WireTensor("twice", "FP64", new long[] {1, 2}, new byte[16])));
    assertThat(failure().detail()).contains("it gives no output 'twice' of type FP32");
    server.inferring(answering(WireTensor.floats("thrice", new long[] {1, 1}, 1)));
    assertThat(failure().code()).isEqualTo(ErrorCode.REMOTE_FAILED);
    WireTensor once = WireTensor.floats("twice", new long[] {1, 1}, 1);
    server.inferring(answering(once, once));
    assertThat(failure().detail()).contains("an output twice");
  }

  @Test
  void notANumberIsNoResult() {
    server.inferring(answering(WireTensor.floats("twice", new long[] {1, 2}, 1, Float.NaN)));
    assertThat(failure().detail()).contains("'twice' holds what is not a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FP32 | [1, 2]            | 8            | 4   | ends too early",
        "FP32 | [1, 2]            | 8            | 12  | something follows",
        "FP32 | [1, 2]            | 4            | 4   | 4 bytes and a shape of 8",
        "FP32 | [1, -2]           | 8            | 8   | an axis of its output has -2",
        "FP32 | [1, 99999999]     | 399999996    | 8   | more than the 16777216 bytes",
        "FP32 | [4294967296, 4294967296] | 0     | 0   | more than the 16777216 bytes",
        "FP32 | [1e3]             | 8            | 8   | no short list of numbers",
        "BYTES| [1]               | 9            | 9   | no output 'twice'",
        "FP32 | 7                 | 4            | 4   | a shape is no list"
      })
  void aFormThatDoesNotFitIsRefusedBeforeMemoryIsTaken(
      String datatype, String shape, long size, int sent, String reason) {
    server.inferring(saying(output(datatype, shape, size), sent));
    assertThat(failure().detail()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "-5, a negative length",
    "many, does not say how long the JSON",
    "3, not the JSON of an inference",
    "9999999999, something follows its answer"
  })
  void aJsonPartOfAnotherLengthIsRefused(String length, String reason) {
    server.inferring(
        exchange -> {
          exchange.getResponseHeaders().add("Inference-Header-Content-Length", length);
          FakeRestServer.send(exchange, 200, output("FP32", "[1, 2]", 8) + "12345678");
        });
    assertThat(failure().detail()).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>Welcome</html>          | not the JSON of an inference | REMOTE_FAILED",
        "200 | {\"outputs\":[{\"name\":\"twice\"}]} | lacks name, datatype or shape |"
            + " REMOTE_FAILED",
        "200 | {\"outputs\":[{\"name\":\"a\",\"name\":\"b\"}]} | not the JSON | REMOTE_FAILED",
        "200 | {\"outputs\":{}}              | its outputs are no list  | REMOTE_FAILED",
        "200 | {}                            | its answer has no outputs | REMOTE_FAILED",
        "200 | []                            | its answer is no JSON object | REMOTE_FAILED",
        "500 | <html>Traceback</html>        | it failed itself (500)   | REMOTE_FAILED",
        "400 | {\"error\":\"bad\"}           | it refuses the request (400) | REMOTE_FAILED",
        "401 | no                            | it refuses the token (401) | REMOTE_UNAVAILABLE",
        "404 | no                            | it has no such model (404) | REMOTE_UNAVAILABLE",
        "429 | no                            | it asks for patience (429) | REMOTE_UNAVAILABLE",
        "503 | no                            | it is not ready (503)    | REMOTE_UNAVAILABLE"
      })
  void everyKindOfFailureHasItsWords(int status, String body, String reason, ErrorCode code) {
    server.inferring(exchange -> FakeRestServer.send(exchange, status, body));
    ProblemException e = failure();
    assertThat(e.detail()).contains(reason);
    assertThat(e.code()).isEqualTo(code);
  }

  @Test
  void jsonInsteadOfBytesIsReadWhereItSaysTheSame() {
    InferenceSession session = session();
    for (String data : List.of("[[1.5, 2]]", "[1.5, 2]")) {
      server.inferring(
          exchange ->
              FakeRestServer.send(
                  exchange,
                  200,
                  "{\"outputs\":[{\"data\":%s,\"name\":\"twice\",\"shape\":[1,2],\"datatype\":\"FP32\"}]}"
                      .formatted(data)));
      Map<String, Tensor> feed = feed(session);
      Tensor twice = session.run(feed, Set.of("twice")).get("twice");
      assertThat(twice.toFloats()).containsExactly(1.5f, 2);
      twice.close();
      feed.values().forEach(Tensor::close);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]         | fewer values",
        "[1, 2, 3]   | more values",
        "[1, null]   | is no number",
        "[1, \"2\"]  | is no number",
        "[1, NaN]    | not the JSON",
        "{}          | no list"
      })
  void jsonDataThatDoNotFitAreRefused(String data, String reason) {
    server.inferring(
        exchange ->
            FakeRestServer.send(
                exchange,
                200,
                "{\"outputs\":[{\"name\":\"twice\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":%s}]}"
                    .formatted(data)));
    assertThat(failure().detail()).contains(reason);
  }

  @Test
  void aRedirectIsNotFollowedAndTheSecretStays() {
    configured(s -> s.secret(SECRET));
    InferenceSession session = session();
    try (FakeRestServer elsewhere = new FakeRestServer(new ArithmeticModel(), true)) {
      server.inferring(
          exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere.url() + "/v2");
            exchange.sendResponseHeaders(307, -1);
          });
      assertThatThrownBy(() -> run(session, new Cancellation()))
          .hasMessageContaining("it points elsewhere (307)")
          .hasMessageNotContaining(SECRET);
      assertThat(elsewhere.asked).isEmpty();
    }
  }

  private static void endless(HttpExchange exchange, int pauseMs) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write("{\"outputs\":[".getBytes());
    while (true) {
      body.write(" ".repeat(pauseMs > 0 ? 1 : 1 << 16).getBytes());
      body.flush();
      try {
        Thread.sleep(pauseMs);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void anAnswerWithoutEndIsCutAtWhatMakesSense() {
    server.inferring(exchange -> endless(exchange, 0));
    assertThat(failure().detail()).contains("longer than it may be");
  }

  @Test
  void anAnswerThatTricklesIsCutByTheClock() {
    configured(s -> s.patient(Duration.ofMillis(1500)));
    server.inferring(exchange -> endless(exchange, 50));
    long start = System.nanoTime();
    assertThat(failure().detail()).contains("did not answer within 1 s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aDescriptionWithoutEndIsCutToo() {
    server.describing(exchange -> endless(exchange, 0));
    assertThatThrownBy(this::session).hasMessageContaining("longer than it may be");
  }

  @Test
  void aCancellationEndsTheWaitAtOnce() {
    InferenceSession session = session();
    Cancellation cancellation = new Cancellation();
    server.inferring(
        exchange -> {
          cancellation.cancel();
          endless(exchange, 50);
        });
    long start = System.nanoTime();
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> run(session, cancellation));
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void whoTurnsEverybodyAwayIsAskedAgainAndWhoFailsIsNot() {
    configured(s -> s.retrying(2));
    InferenceSession session = session();
    AtomicInteger calls = new AtomicInteger();
    server.inferring(
        exchange -> {
          if (calls.incrementAndGet() < 3) {
            FakeRestServer.send(exchange, 503, "");
          } else {
            answering(WireTensor.floats("twice", new long[] {1, 1}, 1)).handle(exchange);
          }
        });
    run(session, new Cancellation());
    assertThat(calls).hasValue(3);
    calls.set(0);
    server.inferring(
        exchange -> {
          calls.incrementAndGet();
          FakeRestServer.send(exchange, 500, "");
        });
    assertThatThrownBy(() -> run(session, new Cancellation())).hasMessageContaining("(500)");
    assertThat(calls).hasValue(1);
  }

  @Test
  void aRequestAboveTheLimitIsNotSent() {
    configured(s -> s.atMost(64));
    assertThat(failure().detail()).contains("max-message allows 64");
    assertThat(server.asked).noneMatch(path -> path.endsWith("/infer"));
  }

  @Test
  void aLargeResultMayNotBeLargerThanIsDue() {
    InferenceSession session = session();
    server.inferring(answering(WireTensor.floats("twice", new long[] {1, 3}, 1, 2, 3)));
    Map<String, Tensor> feed = feed(session);
    assertThatThrownBy(() -> session.runLarge(feed, "twice", new long[] {1, 2}, new Cancellation()))
        .hasMessageContaining("more than the 8 bytes");
    feed.values().forEach(Tensor::close);
  }

  @Test
  void aServerThatIsNotThereOrNotReadyIsUnavailable() {
    server.ready(503);
    assertThatThrownBy(this::session).hasMessageContaining("it is not ready (503)");
    server.close();
    ProblemException e = catchThrowableOfType(ProblemException.class, this::session);
    assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_UNAVAILABLE);
    assertThat(e.detail()).contains("it cannot be reached").doesNotContain("127.0.0.1");
  }

  @Test
  void aServerThatGoesAwayIsRememberedAsAwayUntilItAnswers() {
    InferenceSession session = session();
    assertThat(session.away()).isNull();
    server.inferring(exchange -> FakeRestServer.send(exchange, 503, ""));
    assertThatThrownBy(() -> run(session, new Cancellation())).isInstanceOf(ProblemException.class);
    assertThat(session.away()).contains("it is not ready (503)");
    server.inferring(null);
    run(session, new Cancellation());
    assertThat(session.away()).isNull();
  }

  @Test
  void aTensorTypeThatNobodyCanGiveIsRefusedAtOnce() {
    server.describing(
        exchange ->
            FakeRestServer.send(
                exchange,
                200,
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1]}],\"outputs\":[]}"));
    assertThatThrownBy(this::session)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE));
    assertThat(TensorType.values()).hasSize(Datatype.values().length);
  }
}
