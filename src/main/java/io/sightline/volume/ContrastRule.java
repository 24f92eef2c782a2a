package io.sightline.volume;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a T1 with contrast agent from one without. Words outweigh the agent's attribute. */
final class ContrastRule {
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?<![a-z])(pre|native?|w/?o|without|ohne|non[- ]?contrast|unenhanced)(?![a-z])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AFTER =
      Pattern.compile(
          "\\+ ?(c|gd|gad|km|k)(?![a-z])|(?<![a-z])c ?\\+|_c(?![a-z])|t1_?(c|ce|gd)(?![a-z])"
              + "|(?<![a-z])(post|ce|gd|gado?|gadolinium|km|kontrast|contrast|enhanced|dotarem"
              + "|gadovist)(?![a-z])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_AGENT =
      Pattern.compile("(no|none|n|without|nein|0|keine?)", Pattern.CASE_INSENSITIVE);
  private static final double FROM_WORDS = 0.97;
  private static final double FROM_ATTRIBUTE = 0.9;

  private ContrastRule() {}

  static SequenceGuess apply(SequenceGuess t1, SequenceFacts facts) {
    Optional<String> after = match(AFTER, facts);
    if (match(BEFORE, facts).isPresent()) {
      return t1;
    }
    if (after.isPresent()) {
      return enhanced(t1, FROM_WORDS, "contrast agent by " + after.get());
    }
    String agent = facts.contrastAgent();
    if (agent != null && !NO_AGENT.matcher(agent).matches()) {
      return enhanced(t1, FROM_ATTRIBUTE, "ContrastBolusAgent '" + agent + "'");
    }
    return facts.contrastVolumeMl() > 0
        ? enhanced(t1, FROM_ATTRIBUTE, "ContrastBolusVolume " + facts.contrastVolumeMl() + " mL")
        : t1;
  }

  private static Optional<String> match(Pattern pattern, SequenceFacts facts) {
    return facts.names().stream()
        .filter(n -> pattern.matcher(Objects.toString(n.text(), "")).find())
        .map(SequenceFacts.Named::quoted)
        .findFirst();
  }

  private static SequenceGuess enhanced(SequenceGuess t1, double factor, String reason) {
    return new SequenceGuess(Sequence.T1C, t1.confidence() * factor, t1.evidence() + "; " + reason);
  }
}
