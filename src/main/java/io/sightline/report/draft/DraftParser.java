package io.sightline.report.draft;

import io.sightline.bundle.LanguageSpec;
import io.sightline.language.GenerationEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a generation: section markers open sections, slot markers stay in the text, {@code <seg>}
 * asks for a region. Text before any marker belongs to the findings. Not thread-safe.
 */
public final class DraftParser implements Consumer<GenerationEvent> {
  static final String FIRST_SECTION = "findings";

  private final String segToken;
  private final Map<String, String> sectionOf = new HashMap<>();
  private final Map<String, String> slotOf = new HashMap<>();
  private final Consumer<DraftSentence> out;
  private final int most;
  private final SentenceSplitter splitter = new SentenceSplitter(this::sentence);
  private String section = FIRST_SECTION;
  private int count;

  /**
   * @param most sentences that are passed on; further ones are only counted
   */
  public DraftParser(LanguageSpec language, int most, Consumer<DraftSentence> out) {
    this.segToken = String.valueOf(language.segToken());
    language.sections().forEach((name, token) -> sectionOf.put(token, name));
    language.slots().forEach((name, token) -> slotOf.put(token, name));
    this.most = most;
    this.out = out;
  }

  @Override
  public void accept(GenerationEvent event) {
    switch (event) {
      case GenerationEvent.Text(String piece) -> splitter.text(piece);
      case GenerationEvent.Marker(String token, float[] hidden) -> marker(token, hidden);
      case GenerationEvent.End _ -> splitter.end();
    }
  }

  /** Sentences written, those over the limit included. */
  public int count() {
    return count;
  }

  private void marker(String token, float[] hidden) {
    if (token.equals(segToken)) {
      splitter.seg(hidden);
    } else if (sectionOf.containsKey(token)) {
      splitter.end();
      section = sectionOf.get(token);
    } else if (slotOf.containsKey(token)) {
      splitter.slot("<" + slotOf.get(token) + ">");
    }
  }

  private void sentence(SentenceSplitter.Raw raw) {
    count++;
    if (count <= most) {
      out.accept(new DraftSentence("s" + count, section, raw.text(), raw.segs()));
    }
  }
}
