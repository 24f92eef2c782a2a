package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.Status;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.RemoteModel;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a run when the server over gRPC is slow, wrong, hostile or away. */
@Timeout(300)
class GrpcBehaviourTest {
  private static final String SECRET = "very-secret-token";

  private static final FakeModel DOUBLING = new DoublingModel();

  private final FakeGrpcServer server = new FakeGrpcServer(DOUBLING);
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
    return session("doubling");
  }

  private InferenceSession session(String model) {
    return servers.open(
        new GraphSpec(null, new RemoteModel("fake", model, null), Map.of(), Map.of()));
  }

  private static float[] run(InferenceSession session, Cancellation cancellation) {
    try (Tensor x = session.tensor(session.inputs().get("x").type(), new long[] {1, 2}, ONE_TWO);
        Tensor twice = session.run(Map.of("x", x), Set.of("twice"), cancellation).get("twice")) {
      return twice.toFloats();
    }
  }

  private static final float[] ONE_TWO = {1, 2};

  private ProblemException failure() {
    InferenceSession session = session();
    return catchThrowableOfType(ProblemException.class, () -> run(session, new Cancellation()));
  }

  private void answering(WireTensor... outputs) throws IOException {
    byte[] answer = FakeGrpcServer.answer(List.of(outputs));
    server.inferring((_, to) -> FakeGrpcServer.reply(to, answer));
  }

  @Test
  void theSecretGoesAlong() {
    configured(s -> s.secret(SECRET));
    assertThat(run(session(), new Cancellation())).containsExactly(2, 4);
    assertThat(server.authorizations).hasSize(3).allMatch(("Bearer " + SECRET)::equals);
  }

  @Test
  void whatIsNotDueIsRefused() throws IOException {
    answering(WireTensor.floats("twice", new long[] {2}, 1, 2));
    assertThat(failure().detail()).contains("its output 'twice' is FP32 [2], due was FP32 [1, -1]");
    answering(new WireTensor("twice", "INT64", new long[] {1, 1}, new byte[8]));
    assertThat(failure().detail()).contains("is INT64 [1, 1]");
    answering(new WireTensor("twice", "FP64", new long[] {1, 1}, new byte[8]));
    assertThat(failure().detail()).contains("it gives no output 'twice' of type FP32");
    answering(WireTensor.floats("twice", new long[] {1, 3}, 1, 2));
    assertThat(failure().detail()).contains("do not fill the shape");
    answering(WireTensor.floats("twice", new long[] {1, -2}, 1, 2));
    assertThat(failure().detail()).contains("an axis of its output has -2");
    answering(WireTensor.floats("twice", new long[] {1L << 40, 1L << 40}, 1));
    assertThat(failure().detail()).contains("more than the 16777216 bytes");
    answering(WireTensor.floats("twice", new long[] {1, 1}, Float.NaN));
    assertThat(failure().detail()).contains("holds what is not a number");
    answering();
    assertThat(failure().detail()).contains("its answer has no outputs");
    WireTensor once = WireTensor.floats("twice", new long[] {1, 1}, 1);
    answering(once, once);
    assertThat(failure().detail()).contains("an output twice");
  }

  @Test
  void bytesThatAreNoMessageAreRefused() throws IOException {
    byte[] good = FakeGrpcServer.answer(DOUBLING.run(Map.of()));
    byte[] torn = java.util.Arrays.copyOf(good, good.length - 3);
    byte[] html = "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8);
    for (byte[] answer : List.of(torn, html, new byte[] {42, -1, -1, -1, -1, -1, -1})) {
      server.inferring((_, to) -> FakeGrpcServer.reply(to, answer));
      ProblemException e = failure();
      assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_FAILED);
      assertThat(e.detail()).contains("not the message of an inference");
    }
  }

  @Test
  void typedContentsInsteadOfRawOnesAreRefusedInWords() throws IOException {
    byte[] raw = FakeGrpcServer.answer(DOUBLING.run(Map.of()));
    byte[] typed =
        UnknownFieldSet.newBuilder()
            .addField(5, UnknownFieldSet.parseFrom(raw).getField(5))
            .build()
            .toByteArray();
    server.inferring((_, to) -> FakeGrpcServer.reply(to, typed));
    assertThat(failure().detail()).contains("no raw contents each");
  }

  @Test
  void anAnswerThatABadEndFollowsIsDropped() throws IOException {
    byte[] answer = FakeGrpcServer.answer(DOUBLING.run(Map.of()));
    server.inferring(
        (_, to) -> {
          to.onNext(answer);
          to.onError(Status.DATA_LOSS.asRuntimeException());
        });
    assertThat(failure().detail()).contains("it failed itself (DATA_LOSS)");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHENTICATED, it refuses the token, REMOTE_UNAVAILABLE",
    "NOT_FOUND, it has no such model, REMOTE_UNAVAILABLE",
    "UNAVAILABLE, it cannot be reached, REMOTE_UNAVAILABLE",
    "INVALID_ARGUMENT, it refuses the request, REMOTE_FAILED",
    "INTERNAL, it failed itself, REMOTE_FAILED",
    "RESOURCE_EXHAUSTED, no room, REMOTE_FAILED"
  })
  void everyKindOfFailureHasItsWords(Status.Code status, String reason, ErrorCode code) {
    configured(s -> s.secret(SECRET));
    server.inferring(
        (_, to) ->
            to.onError(
                Status.fromCode(status)
                    .withDescription("path /srv/models, " + SECRET)
                    .asRuntimeException()));
    ProblemException e = failure();
    assertThat(e.detail()).contains(reason).doesNotContain("/srv", SECRET);
    assertThat(e.code()).isEqualTo(code);
  }

  @Test
  void anAnswerLargerThanItMayBeIsNotTakenIn() {
    byte[] large =
        UnknownFieldSet.newBuilder()
            .addField(6, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(LARGE)).build())
            .build()
            .toByteArray();
    configured(s -> s.atMost(1 << 20));
    server.inferring((_, to) -> FakeGrpcServer.reply(to, large));
    assertThat(failure().detail()).contains("no room for the call or its answer");
  }

  private static final byte[] LARGE = new byte[3 << 20];

  @Test
  void anAnswerAboveTheFourMegabytesThatGrpcTakesByItselfIsTakenIn() throws IOException {
    answering(WireTensor.floats("twice", new long[] {1, 1_500_000}, new float[1_500_000]));
    assertThat(run(session(), new Cancellation())).hasSize(1_500_000);
  }

  @Test
  void aRequestAboveTheLimitIsNotSent() {
    configured(s -> s.atMost(16));
    assertThat(failure().detail()).contains("max-message allows 16");
    assertThat(server.asked).noneMatch(method -> method.endsWith("ModelInfer"));
  }

  @Test
  void whoNeverAnswersIsNotWaitedForLonger() {
    configured(s -> s.patient(Duration.ofMillis(400)));
    server.inferring((_, _) -> {});
    assertThat(failure().detail()).contains("did not answer");
  }

  @Test
  void aCancellationEndsTheWaitAtOnceAndIsToldToTheServer() throws InterruptedException {
    InferenceSession session = session();
    Cancellation cancellation = new Cancellation();
    CountDownLatch told = new CountDownLatch(1);
    server.inferring(
        (_, _) -> {
          io.grpc.Context.current().addListener(_ -> told.countDown(), Runnable::run);
          cancellation.cancel();
        });
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> run(session, cancellation));
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoIsUnavailableIsAskedAgain() {
    configured(s -> s.retrying(1));
    InferenceSession session = session();
    AtomicInteger calls = new AtomicInteger();
    byte[] answer = answer();
    server.inferring(
        (_, to) -> {
          if (calls.incrementAndGet() == 1) {
            to.onError(Status.UNAVAILABLE.asRuntimeException());
          } else {
            FakeGrpcServer.reply(to, answer);
          }
        });
    assertThat(run(session, new Cancellation())).containsExactly(2, 4);
    assertThat(calls).hasValue(2);
  }

  private static byte[] answer() {
    try {
      return FakeGrpcServer.answer(DOUBLING.run(Map.of()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anUnknownModelAndAServerThatIsNotThereAreUnavailable() {
    assertThatThrownBy(() -> session("other")).hasMessageContaining("it has no such model");
    server.close();
    ProblemException e = catchThrowableOfType(ProblemException.class, this::session);
    assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_UNAVAILABLE);
    assertThat(e.detail()).contains("it cannot be reached").doesNotContain("127.0.0.1");
  }
}
