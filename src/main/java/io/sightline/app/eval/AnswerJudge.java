package io.sightline.app.eval;

import io.sightline.app.eval.CaseFile.Expected;
import io.sightline.app.eval.CaseFile.Question;
import io.sightline.chat.answer.Answer;
import io.sightline.report.document.Sentence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether an answer says what it should; the wording does not matter. */
final class AnswerJudge {
  /** A size is right when the region that it is measured on has this volume, give or take. */
  static final double SIZE_TOLERANCE = 0.25;

  private static final Pattern SIDE = Pattern.compile("\\b(left|right|midline|both)\\b");
  private static final Pattern SEQUENCE = Pattern.compile("\\b(T1C|T1|T2|FLAIR)\\b");
  private static final Pattern DENIAL = Pattern.compile("^(?:No\\b|There (?:is|are) no\\b)");
  private static final Pattern ALIKE = Pattern.compile("similar|equal");
  private static final Map<String, String> UNSEEN = unseen();
  private static final Map<String, Pattern> COUNTS = counts();

  private final Said said;
  private final Collection<String> findings;

  /**
   * @param findings that a summary can name
   */
  AnswerJudge(Said said, Collection<String> findings) {
    this.said = said;
    this.findings = findings;
  }

  private static Map<String, String> unseen() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("enhancement", "enhancement");
    words.put("white-matter", "white-matter-hyperintensity");
    words.put("oedema", "oedema");
    return words;
  }

  private static Map<String, Pattern> counts() {
    Map<String, Pattern> counts = new LinkedHashMap<>();
    counts.put("one", Pattern.compile("\\b(?:one|single)\\b"));
    counts.put("two", Pattern.compile("\\btwo\\b"));
    counts.put("many", Pattern.compile("\\b(?:multiple|several|numerous)\\b"));
    return counts;
  }

  boolean right(Question question, Answer answer) {
    Expected e = question.expect();
    String text = words(answer);
    boolean unanswered = unanswered(answer, text);
    if (e.declined() || unanswered) {
      return e.declined() == unanswered;
    }
    Set<String> open = unassessable(text);
    if (e.unassessable() != null) {
      return open.equals(Set.copyOf(e.unassessable()));
    }
    return open.isEmpty() && says(e, answer, text);
  }

  private boolean says(Expected e, Answer answer, String text) {
    String low = text.toLowerCase(Locale.ROOT);
    if (e.present() != null) {
      return e.present() != DENIAL.matcher(text).find();
    }
    if (e.site() != null) {
      return at(answer, e.site(), e.side());
    }
    if (e.volumeMl() != null) {
      double measured =
          answer.sentences().stream()
              .flatMap(s -> s.links().stream())
              .findFirst()
              .flatMap(
                  l -> answer.regions().stream().filter(r -> r.id().equals(l.region())).findFirst())
              .map(r -> r.volumeMl())
              .orElse(Double.NaN);
      return Math.abs(measured - e.volumeMl()) <= SIZE_TOLERANCE * e.volumeMl();
    }
    if (e.count() != null) {
      return e.count().equals(count(low));
    }
    if (e.sequences() != null) {
      return found(SEQUENCE, text).equals(Set.copyOf(e.sequences()));
    }
    if (e.findings() != null) {
      return said.findings(answer.sentences(), findings).equals(Set.copyOf(e.findings()));
    }
    return Objects.equals(side(low), e.side()) && ALIKE.matcher(low).find() == e.equal();
  }

  private boolean at(Answer answer, String site, @Nullable String side) {
    return answer.sentences().stream()
        .flatMap(s -> s.claims().stream().filter(c -> said.asserts(s, c)))
        .anyMatch(
            c ->
                site.equals(c.site())
                    && (side == null
                        || side.equals("midline")
                        || side.equals(c.laterality().word())));
  }

  private static boolean unanswered(Answer answer, String text) {
    boolean declined =
        answer.declined() != null && !answer.declined().code().equals("not_assessable");
    return declined || text.contains("cannot be answered");
  }

  private static Set<String> unassessable(String text) {
    String low = text.toLowerCase(Locale.ROOT);
    Set<String> out = new TreeSet<>();
    if (low.contains("cannot be assessed")) {
      UNSEEN.forEach(
          (word, finding) -> {
            if (low.contains(word)) {
              out.add(finding);
            }
          });
    }
    return out;
  }

  private static String words(Answer answer) {
    List<String> sentences = answer.sentences().stream().map(Sentence::text).toList();
    return sentences.isEmpty() && answer.declined() != null
        ? answer.declined().reason()
        : String.join(" ", sentences);
  }

  private static @Nullable String count(String low) {
    return COUNTS.entrySet().stream()
        .filter(c -> c.getValue().matcher(low).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String side(String low) {
    Matcher m = SIDE.matcher(low);
    return m.find() ? m.group() : null;
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> out = new TreeSet<>();
    Matcher m = pattern.matcher(text);
    while (m.find()) {
      out.add(m.group());
    }
    return out;
  }
}
