package io.sightline.report.cases;

import io.sightline.report.claim.ClaimExtractor;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseLabel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The retrieved cases as a block of a prompt, in a fixed form: one line per case, its labels in the
 * lexicon's own words, its sentences as quoted strings. What a person wrote into a case is data: a
 * sentence in which the lexicon reads no claim (an instruction, for example) stays out, and what is
 * quoted holds no line break, quote or bracket that a model or its tokenizer could take for the end
 * of the quotation or for a special token. Thread-safe.
 */
public final class CaseText {
  private static final int MOST_CASES = 5;
  private static final int MOST_SENTENCES = 6;
  private static final int LONGEST_SENTENCE = 200;

  private final ClaimExtractor claims;

  public CaseText(ClaimExtractor claims) {
    this.claims = claims;
  }

  /** Empty when there are no cases. */
  public String of(SimilarCases similar) {
    StringBuilder out = new StringBuilder();
    int number = 0;
    for (CaseHit hit : similar.hits().subList(0, Math.min(MOST_CASES, similar.hits().size()))) {
      out.append(line(++number, hit.value())).append('\n');
    }
    return out.toString().strip();
  }

  /** A case's sentences as plain text, those in which the lexicon reads a claim, shortened. */
  public List<String> sentences(Case c) {
    return c.sentences().stream()
        .map(s -> s.text())
        .filter(t -> !claims.claims(t).isEmpty())
        .limit(MOST_SENTENCES)
        .map(CaseText::shortened)
        .toList();
  }

  private String line(int number, Case c) {
    String labels =
        c.labels().stream().map(CaseText::words).distinct().collect(Collectors.joining("; "));
    List<String> sentences = sentences(c).stream().map(t -> '"' + t + '"').toList();
    return String.format(
        Locale.ROOT,
        "case %d%s: labels: %s. sentences: %s",
        number,
        c.synthetic() ? " (synthetic)" : "",
        labels.isEmpty() ? "none" : labels,
        sentences.isEmpty() ? "none" : String.join(" ", sentences));
  }

  private static String words(CaseLabel l) {
    String side = l.laterality().equals("none") ? "" : " " + l.laterality();
    String site = l.site() == null ? "" : " " + plain(l.site());
    return plain(l.finding()) + " " + plain(l.presence()) + plain(side) + site;
  }

  private static String shortened(String text) {
    String plain = plain(text);
    return plain.length() > LONGEST_SENTENCE ? plain.substring(0, LONGEST_SENTENCE) : plain;
  }

  /** Letters, digits and the marks of plain sentences; anything else becomes a space. */
  static String plain(String text) {
    return text.replaceAll("[^\\p{L}\\p{N} .,:;%()/+'-]+", " ").replaceAll(" {2,}", " ");
  }
}
