package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.Bundle;
import io.sightline.inference.HostTensor;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a generation does, on the tiny exports. */
class OnnxLanguageModelTest {
  private static Runtime runtime;
  private static OnnxLanguageModel model;
  private static Bundle qwen;

  @BeforeAll
  static void start() {
    runtime = new Runtime();
    model = new OnnxLanguageModel(runtime.pool());
    qwen = LanguageFixture.of("optimum-qwen3").bundle();
  }

  @AfterAll
  static void stop() {
    model.close();
    runtime.close();
  }

  @AfterEach
  void everyTensorIsClosed() {
    assertThat(runtime.tensors().open()).isZero();
  }

  private static Transcript generate(Bundle bundle, String prompt, GenerationOptions options) {
    Transcript transcript = new Transcript();
    model.generate(bundle, null, prompt, options, transcript, new Cancellation());
    return transcript;
  }

  private static GenerationOptions sampled(long seed) {
    return new GenerationOptions(40, 1.5, 0.95, seed);
  }

  @Test
  void theSameSeedWritesTheSameTextAndAnotherSeedAnother() {
    String first = generate(qwen, "<s>No", sampled(3)).text();
    assertThat(generate(qwen, "<s>No", sampled(3)).text()).isEqualTo(first);
    assertThat(generate(qwen, "<s>No", sampled(4)).text()).isNotEqualTo(first);
  }

  @Test
  void generationEndsAtTheLimitOrAtAStopToken() {
    GenerationEvent.End atLimit = generate(qwen, "<s>No", GenerationOptions.greedy(5)).end();
    assertThat(atLimit.reason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(atLimit.generatedTokens()).isEqualTo(5);

    List<Transcript> many =
        IntStream.range(0, 40)
            .mapToObj(seed -> generate(qwen, "<s>No", new GenerationOptions(60, 3, 1, seed)))
            .toList();
    Set<StopReason> reasons = many.stream().map(t -> t.end().reason()).collect(Collectors.toSet());
    assertThat(reasons).contains(StopReason.STOP_TOKEN);
    assertThat(many)
        .noneMatch(t -> t.text().contains("</s>") || t.text().contains("<end_of_turn>"));
  }

  @Test
  void specialTokensComeAsMarkersWithTheirStateAndTextInBetween() {
    Transcript transcript =
        generate(
            LanguageFixture.of("genai-qwen3").bundle(),
            LanguageFixture.of("genai-qwen3").prompt(),
            GenerationOptions.greedy(16));
    assertThat(transcript.states("<seg>")).hasSize(2).allMatch(h -> h.length == 32);
    assertThat(transcript.events().getLast()).isInstanceOf(GenerationEvent.End.class);
    assertThat(transcript.events())
        .filteredOn(GenerationEvent.Text.class::isInstance)
        .noneMatch(e -> ((GenerationEvent.Text) e).piece().contains("<seg>"));
  }

  @Test
  void theContextIsNeverExceeded() {
    // 128 positions in config.json
    GenerationEvent.End end = generate(qwen, "<s>No", GenerationOptions.greedy(1000)).end();
    assertThat(end.promptTokens() + end.generatedTokens()).isLessThanOrEqualTo(128);
    assertThatThrownBy(() -> generate(qwen, "word ".repeat(200), GenerationOptions.greedy(1)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThatThrownBy(() -> generate(qwen, "", GenerationOptions.greedy(1)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void cancellingEndsTheGenerationWithinATenthOfASecond() {
    Cancellation cancellation = new Cancellation();
    long[] cancelledAt = new long[1];
    assertThatThrownBy(
            () ->
                model.generate(
                    qwen,
                    null,
                    "<s>No",
                    GenerationOptions.greedy(120),
                    event -> {
                      cancelledAt[0] = System.nanoTime();
                      cancellation.cancel();
                    },
                    cancellation))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt[0]))
        .isLessThan(Duration.ofMillis(100));
  }

  @Test
  void aListenerThatFailsEndsTheGenerationAndLeaksNothing() {
    assertThatThrownBy(
            () ->
                model.generate(
                    qwen,
                    null,
                    "<s>No",
                    GenerationOptions.greedy(20),
                    event -> {
                      throw new IllegalStateException("the reader left");
                    },
                    new Cancellation()))
        .hasMessage("the reader left");
  }

  @Test
  void aPromptFedInPiecesGivesWhatTheWholeGives() {
    for (String name : List.of("optimum-llama", "optimum-gemma3", "genai-qwen3")) {
      LanguageFixture fixture = LanguageFixture.of(name);
      long[] ids = fixture.inputIds();
      try (LanguageAssets assets = LanguageAssets.of(fixture.bundle());
          LanguageSession session =
              new LanguageSession(runtime.pool(), fixture.bundle(), assets, new Cancellation())) {
        session.prompt(null, Arrays.copyOf(ids, 5), false);
        session.next(Arrays.copyOfRange(ids, 5, 8), false);
        Step end = session.next(Arrays.copyOfRange(ids, 8, ids.length), false);
        assertThat(end.logits())
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(fixture.logits(0));
      }
    }
  }

  @Test
  void imageTokensStandBeforeThePrompt() {
    LanguageFixture fixture = LanguageFixture.of("genai-llama-embeds");
    long[] ids = fixture.inputIds();
    try (LanguageAssets assets = LanguageAssets.of(fixture.bundle());
        LanguageSession session =
            new LanguageSession(runtime.pool(), fixture.bundle(), assets, new Cancellation())) {
      HostTensor image = embeddings(fixture.bundle(), Arrays.copyOf(ids, 4));
      Step step = session.prompt(image, Arrays.copyOfRange(ids, 4, ids.length), true);
      assertThat(step.logits())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(fixture.logits(0));
      assertThat(step.hidden())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(fixture.state("lastHidden"));
    }
  }

  /** What the text embedder gives for ids stands in for an encoder's image tokens. */
  private static HostTensor embeddings(Bundle bundle, long[] ids) {
    try (var lease = runtime.pool().lease(bundle, "embed_tokens");
        var tensor =
            new TokenEmbedder(lease.session(), "input_ids", "inputs_embeds")
                .embed(ids, new Cancellation())) {
      return new HostTensor(tensor.shape(), tensor.toFloats());
    }
  }

  @Test
  void aModelWithoutTheNeededPartSaysSo() {
    Bundle plain = LanguageFixture.of("optimum-llama").bundle();
    HostTensor image = new HostTensor(new long[] {1, 1, 32}, new float[32]);
    assertThatThrownBy(() -> model.hiddenState(plain, image, "<s>a"))
        .hasMessageContaining("gives no hidden states");
    assertThatThrownBy(
            () ->
                model.generate(
                    plain, image, "<s>a", GenerationOptions.greedy(1), e -> {}, new Cancellation()))
        .hasMessageContaining("takes no image tokens");
  }

  @Test
  void parallelRequestsShareTheGraphsAndGiveWhatOneGivesAlone() throws InterruptedException {
    String alone = generate(qwen, "<s>No", sampled(3)).text();
    String[] texts = new String[10];
    List<Thread> threads =
        IntStream.range(0, texts.length)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(() -> texts[i] = generate(qwen, "<s>No", sampled(3)).text()))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(texts).containsOnly(alone);
  }
}
