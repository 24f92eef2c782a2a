package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every adapter of {@link InferenceSession} does, on the graph of {@code
 * models/kit/fixtures/arithmetic.py}. Each test must leave no tensor open.
 */
public abstract class InferenceSessionContract {
  private InferenceSession session;

  /** A session on the arithmetic graph. */
  protected abstract InferenceSession open();

  /** Tensors that the adapter has open. */
  protected abstract long openTensors();

  @BeforeEach
  void openSession() {
    session = open();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(openTensors()).isZero();
    session.close();
  }

  private Map<String, Tensor> feed() {
    Map<String, Tensor> feed = new LinkedHashMap<>();
    feed.put("x", session.tensor(TensorType.FLOAT32, new long[] {1, 3}, new float[] {1, 2.5f, -3}));
    feed.put("half", session.tensor(TensorType.FLOAT16, new long[] {2}, new float[] {0.1f, 1000}));
    feed.put("ids", session.tensor(TensorType.INT64, new long[] {2}, new long[] {41, 1L << 40}));
    feed.put("flag", session.tensor(TensorType.BOOL, new long[] {1}, new long[] {1}));
    feed.put("small", session.tensor(TensorType.INT32, new long[] {1}, new long[] {-7}));
    feed.put("byte", session.tensor(TensorType.UINT8, new long[] {1}, new long[] {200}));
    feed.put("past", session.tensor(TensorType.FLOAT32, new long[] {1, 0, 2}, new float[0]));
    return feed;
  }

  private static void close(Map<String, Tensor> tensors) {
    tensors.values().forEach(Tensor::close);
  }

  private Map<String, Tensor> run(String... wanted) {
    Map<String, Tensor> feed = feed();
    try {
      return session.run(feed, Set.of(wanted));
    } finally {
      close(feed);
    }
  }

  @Test
  void namesTypesAndShapesAreThoseOfTheGraph() {
    assertThat(session.inputs().keySet())
        .containsExactly("x", "half", "ids", "flag", "small", "byte", "past");
    assertThat(session.inputs().get("past"))
        .isEqualTo(new TensorSpec("past", TensorType.FLOAT32, List.of(1L, -1L, 2L)));
    assertThat(session.outputs().get("half_plus").type()).isEqualTo(TensorType.FLOAT16);
  }

  @Test
  void floatsGoInAndOut() {
    Map<String, Tensor> out = run("twice");
    assertThat(out).containsOnlyKeys("twice");
    assertThat(out.get("twice").toFloats()).containsExactly(2, 5, -6);
    assertThat(out.get("twice").shape()).containsExactly(1, 3);
    assertThat(out.get("twice").toFloats(1, 2)).containsExactly(5, -6);
    assertThatThrownBy(() -> out.get("twice").toFloats(2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    close(out);
  }

  @Test
  void aLargeResultIsReadInRuns() {
    Map<String, Tensor> feed = feed();
    Tensor twice = session.runLarge(feed, "twice", new long[] {1, 3}, new Cancellation());
    assertThat(twice.shape()).containsExactly(1, 3);
    assertThat(twice.toFloats(1, 2)).containsExactly(5, -6);
    assertThat(twice.toFloats()).containsExactly(2, 5, -6);
    twice.close();
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThatThrownBy(() -> session.runLarge(feed, "twice", new long[] {1, 3}, cancelled))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    close(feed);
  }

  @Test
  void halvesAreNarrowedAndWidened() {
    Map<String, Tensor> out = run("half_plus");
    float tenth = Float.float16ToFloat(Float.floatToFloat16(0.1f));
    float sum = Float.float16ToFloat(Float.floatToFloat16(tenth + 1));
    assertThat(out.get("half_plus").toFloats()).containsExactly(sum, 1001);
    close(out);
  }

  @Test
  void integersAndTruthsGoInAndOut() {
    Map<String, Tensor> out = run("next", "not", "small_out", "byte_out");
    assertThat(out.get("next").toLongs()).containsExactly(42, (1L << 40) + 1);
    assertThat(out.get("not").toLongs()).containsExactly(0);
    assertThat(out.get("small_out").toLongs()).containsExactly(-7);
    assertThat(out.get("byte_out").toLongs()).containsExactly(200);
    close(out);
  }

  @Test
  void aResultIsFedBackAsItIs() {
    Map<String, Tensor> first = run("present");
    Map<String, Tensor> feed = feed();
    feed.put("past", first.get("present")).close();
    Map<String, Tensor> second = session.run(feed, Set.of("present"));
    close(feed);
    assertThat(second.get("present").toFloats()).containsExactly(1, 2, 1, 2);
    close(second);
  }

  @Test
  void aClosedTensorRefusesEverything() {
    Tensor tensor = session.tensor(TensorType.INT64, new long[] {1}, new long[] {1});
    tensor.close();
    assertThatThrownBy(tensor::close).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(tensor::toLongs).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(tensor::shape).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void valuesMustFillTheShapeAndSuitTheType() {
    assertThatThrownBy(
            () -> session.tensor(TensorType.FLOAT32, new long[] {2, 2}, new float[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.tensor(TensorType.FLOAT32, new long[] {1}, new long[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFeedThatDoesNotFitIsRefusedInWords() {
    refused("no input 'y'", feed -> feed.put("y", feed.get("x")), "twice");
    refused("'ids' was not given", feed -> feed.remove("ids").close(), "twice");
    refused("no output 'thrice'", feed -> {}, "thrice");
    refused(
        "'past' is float32 [1, -1, 2], given was float32 [1, 1, 3]",
        feed ->
            feed.put("past", session.tensor(TensorType.FLOAT32, new long[] {1, 1, 3}, new float[3]))
                .close(),
        "present");
    refused(
        "'flag' is bool [1], given was int64 [1]",
        feed ->
            feed.put("flag", session.tensor(TensorType.INT64, new long[] {1}, new long[1])).close(),
        "not");
  }

  private void refused(
      String words, java.util.function.Consumer<Map<String, Tensor>> spoil, String wanted) {
    Map<String, Tensor> feed = feed();
    spoil.accept(feed);
    assertThatThrownBy(() -> session.run(feed, Set.of(wanted)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE))
        .hasMessageContaining(words);
    feed.remove("y");
    close(feed);
  }

  @Test
  void aCancelledRunGivesNothing() {
    Map<String, Tensor> feed = feed();
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> session.run(feed, Set.of("twice"), cancellation))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    close(feed);
  }

  @Test
  void severalThreadsMayRunAtOnce() throws InterruptedException {
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(i -> Thread.ofVirtual().start(() -> close(run("twice", "present"))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(openTensors()).isZero();
  }
}
