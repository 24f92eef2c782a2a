package io.sightline.volume;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds up points per sequence and keeps the words that earned them. */
final class Ballot {
  private static final double MOST = 0.99;

  private final Map<Sequence, Double> points = new EnumMap<>(Sequence.class);
  private final Map<Sequence, List<String>> reasons = new EnumMap<>(Sequence.class);

  void vote(Sequence sequence, double value, String reason) {
    points.merge(sequence, value, Double::sum);
    reasons.computeIfAbsent(sequence, _ -> new ArrayList<>()).add(reason);
  }

  /**
   * @param parameters shown after the reasons
   */
  SequenceGuess result(String parameters) {
    List<Sequence> order =
        points.keySet().stream()
            .sorted(Comparator.comparingDouble((Sequence s) -> points.get(s)).reversed())
            .toList();
    if (order.isEmpty()) {
      return new SequenceGuess(
          Sequence.OTHER, 0, joined("Nothing in the header names a sequence", parameters));
    }
    Sequence best = order.getFirst();
    double second = order.size() > 1 ? points.get(order.get(1)) : 0;
    double confidence = Math.min(MOST, (points.get(best) - second) / (points.get(best) + 1));
    String evidence = joined(String.join("; ", reasons.get(best)), parameters);
    if (best != Sequence.OTHER && confidence < SequenceClassifier.THRESHOLD) {
      return unsure(best, confidence, evidence);
    }
    return new SequenceGuess(best, confidence, evidence);
  }

  private static SequenceGuess unsure(Sequence best, double confidence, String evidence) {
    String words =
        String.format(
            Locale.ROOT,
            "Most like %s, but at %.2f below the naming threshold of %.2f: %s",
            best.label(),
            confidence,
            SequenceClassifier.THRESHOLD,
            evidence);
    return new SequenceGuess(Sequence.OTHER, confidence, words);
  }

  private static String joined(String reasons, String parameters) {
    return parameters.isEmpty() ? reasons : reasons + "; " + parameters;
  }
}
