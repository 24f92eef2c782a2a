package io.sightline.chat.answer;

import io.sightline.report.StudyReading;
import io.sightline.report.claim.Claim;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.document.Sentence;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.words.HeadWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is left when no model answers: for each finding that the question names, what the lesion
 * head sees of it, in the server's own words.
 */
final class FactAnswers {
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;

  FactAnswers(Lexicon lexicon, ClaimExtractor extractor) {
    this.lexicon = lexicon;
    this.extractor = extractor;
  }

  /** One sentence per finding; empty when the question names none that the head can see. */
  List<Sentence> of(Question question, AnswerCase c) {
    List<Sentence> out = new ArrayList<>();
    for (Finding f : named(question, c.reading())) {
      out.add(sentence("s" + (out.size() + 1), f, c));
    }
    return out;
  }

  private List<Finding> named(Question question, StudyReading reading) {
    return extractor.claims(question.text()).stream()
        .map(Claim::finding)
        .distinct()
        .map(lexicon::finding)
        .flatMap(Optional::stream)
        .filter(reading.head()::sees)
        .toList();
  }

  private static Sentence sentence(String id, Finding f, AnswerCase c) {
    List<LesionPart> parts = c.reading().head().parts(f);
    List<FoundRegion> regions = new ArrayList<>();
    for (LesionPart part : parts) {
      int before = c.grounder().regions().size();
      c.grounder().lesion(f, part).filter(r -> !regions.contains(r)).ifPresent(regions::add);
      c.tellRegions(before);
    }
    List<String> keys = new ArrayList<>(List.of("head"));
    regions.forEach(r -> keys.add(r.id()));
    Presence presence = parts.isEmpty() ? Presence.ABSENT : Presence.PRESENT;
    return MeasuredSentence.of(
        id,
        HeadWords.of(f, ml(f, parts, regions, c.reading()), parts),
        regions,
        List.of(new Claim(f.id(), presence, Laterality.NONE, null, null)),
        c.evidence().ids(keys));
  }

  /** As the regions measure it in the scanner's grid, where each part is one of them. */
  private static double ml(
      Finding f, List<LesionPart> parts, List<FoundRegion> regions, StudyReading reading) {
    return regions.size() == parts.size()
        ? regions.stream().mapToDouble(r -> r.region().volumeMl()).sum()
        : reading.head().ml(f);
  }
}
