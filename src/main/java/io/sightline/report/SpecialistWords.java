package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.track.SaidEvidence;
import io.sightline.report.track.Statements;
import io.sightline.routing.trust.TrustTable;
import io.sightline.specialist.SpecialistOutcome;
import java.util.Map;

/** What specialists say of findings in one study, with the trust in it, for their evidence. */
final class SpecialistWords {
  private final Gatherer gatherer;
  private final Statements statements;
  private final TrustTable trust;

  SpecialistWords(Gatherer gatherer, Lexicon lexicon, StudyReading reading, TrustTable trust) {
    this.gatherer = gatherer;
    this.statements = new Statements(lexicon, reading.anatomy(), reading.sequences());
    this.trust = trust;
  }

  Map<String, Object> of(SpecialistOutcome outcome) {
    return gatherer.find(outcome.specialist()).map(b -> of(outcome, b)).orElse(Map.of());
  }

  private Map<String, Object> of(SpecialistOutcome outcome, Bundle b) {
    return SaidEvidence.value(
        b.sha256(),
        statements.of(outcome.result(), b.manifest()),
        trust.of(b.id(), b.sha256()).orElse(null));
  }
}
