package io.sightline.chat.answer;

import io.sightline.report.claim.ClaimExtractor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * "How big is it?" after an answer about a mass means "How big is the mass?". A model that was
 * trained on single questions cannot know; the chat's memory does. Only a question that names no
 * finding of its own is changed, and the answer shows how it was understood.
 */
final class Reference {
  private static final Pattern PRONOUN =
      Pattern.compile("\\b(?:it|they|them|this one|that one)\\b", Pattern.CASE_INSENSITIVE);

  private final ClaimExtractor extractor;

  Reference(ClaimExtractor extractor) {
    this.extractor = extractor;
  }

  /** The question with its pronoun replaced by what was spoken of last. */
  Question resolved(Question question, List<Exchange> memory) {
    Matcher pronoun = PRONOUN.matcher(question.text());
    if (!pronoun.find() || !extractor.claims(question.text()).isEmpty()) {
      return question;
    }
    return memory.reversed().stream()
        .map(Exchange::finding)
        .filter(f -> !f.isEmpty())
        .findFirst()
        .map(f -> new Question(pronoun.replaceFirst(Matcher.quoteReplacement("the " + f))))
        .orElse(question);
  }
}
