package io.sightline.report.draft;

import io.sightline.report.draft.Drafter.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a model without the bundle's tokens wrote: plain text, whose sections begin with a
 * heading or a tag. List marks, emphasis, tags other than size slots, thoughts aloud and characters
 * that a terminal would obey go; a sentence that is longer than any of a report is left out. Text
 * before any heading belongs to the findings. One use; not thread-safe.
 */
public final class PlainDraft {
  /** Characters of a sentence. */
  static final int LONGEST = 500;

  private static final Pattern THOUGHT = Pattern.compile("(?s)<think>.*?(?:</think>|$)");
  private static final Pattern SECTION_TAG =
      Pattern.compile("(?i)<(/?)(findings|impression|conclusion)>");
  private static final Pattern TAG = Pattern.compile("<(?!max-diameter>|volume>)[^<>\n]{0,60}>");
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\n]]");
  private static final Pattern MARK =
      Pattern.compile("^\\s*(?:#{1,6}\\s|[-*•]\\s|\\d{1,2}[.)]\\s)+");
  private static final Pattern HEADING =
      Pattern.compile("(?i)^(findings|impression|conclusion)(?:\\s*[:.–-]\\s*(.*)|\\s*)$");
  private static final Pattern OTHER_HEADING = Pattern.compile("^[^.!?]{1,40}:$");

  private final int most;
  private final List<DraftSentence> sentences = new ArrayList<>();
  private final SentenceSplitter splitter = new SentenceSplitter(this::sentence);
  private String section = DraftParser.FIRST_SECTION;
  private int dropped;

  private PlainDraft(int most) {
    this.most = most;
  }

  /**
   * @param most sentences that are kept; further ones and those that are too long are counted
   */
  public static Draft read(String text, int most) {
    PlainDraft draft = new PlainDraft(most);
    String seen = THOUGHT.matcher(text.replace("\r\n", "\n")).replaceAll("");
    String lines =
        SECTION_TAG.matcher(seen).replaceAll(m -> "\n" + heading(m.group(1), m.group(2)));
    String plain = UNSEEN.matcher(TAG.matcher(lines).replaceAll("")).replaceAll(" ");
    plain.lines().forEach(draft::line);
    return new Draft(draft.sentences, draft.dropped);
  }

  private static String heading(String closing, String name) {
    return closing.isEmpty() ? name + ":\n" : "";
  }

  private void line(String raw) {
    String line = MARK.matcher(raw).replaceFirst("").replace("**", "").replace("__", "").strip();
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      section = name(heading.group(1));
      line = Optional.ofNullable(heading.group(2)).orElse("");
    } else if (OTHER_HEADING.matcher(line).matches()) {
      return;
    }
    splitter.text(line);
    splitter.end();
  }

  private static String name(String heading) {
    String lower = heading.toLowerCase(Locale.ROOT);
    return lower.equals("conclusion") ? "impression" : lower;
  }

  private void sentence(SentenceSplitter.Raw raw) {
    if (sentences.size() == most || raw.text().length() > LONGEST) {
      dropped++;
      return;
    }
    String id = "s" + (sentences.size() + 1);
    sentences.add(new DraftSentence(id, section, raw.text(), raw.segs()));
  }
}
