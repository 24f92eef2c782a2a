package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the two families of tokenizers: visible bytes (Qwen) and SentencePiece with byte fallback. */
class DetokenizerTest {
  private static final String TEXT = "There is a mass. Größe 4.2 cm — 脳の腫瘍 🧠👩‍⚕️ naïve, the  end";

  private static DjlTokenizer tokenizer(String fixture) {
    return new DjlTokenizer(LanguageFixture.of(fixture).bundle().file("tokenizer.json"));
  }

  private static List<String> stream(TextTokenizer tokenizer, long[] prompt, long[] ids) {
    Detokenizer detokenizer = new Detokenizer(tokenizer, prompt);
    List<String> pieces = new ArrayList<>();
    for (long id : ids) {
      pieces.add(detokenizer.push(id));
    }
    pieces.add(detokenizer.flush());
    return pieces;
  }

  @ParameterizedTest
  @CsvSource({"optimum-qwen3", "genai-llama", "optimum-llama", "optimum-gemma3"})
  void piecesAreWholeCharactersAndMakeTheText(String fixture) {
    try (DjlTokenizer tokenizer = tokenizer(fixture)) {
      List<String> pieces = stream(tokenizer, new long[0], tokenizer.encode(TEXT));
      assertThat(String.join("", pieces)).isEqualTo(TEXT);
      assertThat(pieces).noneMatch(p -> p.contains("\uFFFD"));
      assertThat(pieces)
          .allMatch(p -> p.isEmpty() || !Character.isLowSurrogate(p.charAt(0)))
          .allMatch(p -> p.isEmpty() || !Character.isHighSurrogate(p.charAt(p.length() - 1)));
    }
  }

  @Test
  void aSpaceThatTheTokenizerDropsAtTheStartOfATextIsKeptInsideOne() {
    try (DjlTokenizer tokenizer = tokenizer("optimum-llama")) {
      long[] all = tokenizer.encode("No mass. the end");
      long[] start = Arrays.copyOf(all, 8);
      long[] rest = Arrays.copyOfRange(all, 8, all.length);
      String whole = tokenizer.decode(all);
      String before = tokenizer.decode(start);
      assertThat(before + String.join("", stream(tokenizer, start, rest))).isEqualTo(whole);
    }
  }

  @Test
  void aMarkerSeparatesWithoutBeingShown() {
    try (DjlTokenizer tokenizer = tokenizer("optimum-llama")) {
      Detokenizer detokenizer = new Detokenizer(tokenizer, new long[0]);
      StringBuilder text = new StringBuilder();
      for (long id : tokenizer.encode("No mass.")) {
        text.append(detokenizer.push(id));
      }
      text.append(detokenizer.flush());
      detokenizer.skip(tokenizer.encode("<seg>")[0]);
      for (long id : tokenizer.encode("the end")) {
        text.append(detokenizer.push(id));
      }
      assertThat(text).hasToString("No mass. the end");
    }
  }

  @Test
  void bytesThatNeverBecomeACharacterAreShownAsSuchAtTheEnd() {
    try (DjlTokenizer tokenizer = tokenizer("optimum-qwen3")) {
      long[] brain = tokenizer.encode("🧠");
      long[] torn = Arrays.copyOf(brain, brain.length - 1);
      List<String> pieces = stream(tokenizer, new long[0], torn);
      assertThat(pieces.subList(0, torn.length)).containsOnly("");
      assertThat(pieces.getLast()).contains("\uFFFD");
    }
  }

  @Test
  void specialTokensInAPromptAreRecognised() {
    try (DjlTokenizer tokenizer = tokenizer("optimum-qwen3")) {
      assertThat(tokenizer.encode("<s>a<seg>")).startsWith(1).endsWith(3).hasSize(3);
      assertThat(tokenizer.encode("word ".repeat(2000))).hasSizeGreaterThan(2000);
    }
  }
}
