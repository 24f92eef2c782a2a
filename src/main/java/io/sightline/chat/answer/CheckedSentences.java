package io.sightline.chat.answer;

import io.sightline.report.Sentences;
import io.sightline.report.document.Sentence;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.verify.CaseFacts;
import io.sightline.report.verify.Verified;
import io.sightline.report.verify.Verifier;
import java.util.ArrayList;
import java.util.List;

/** Ground and verify, as in a report: every sentence gets its regions, then its verdict. */
final class CheckedSentences {
  private final Verifier verifier;

  CheckedSentences(Verifier verifier) {
    this.verifier = verifier;
  }

  List<Sentence> of(List<DraftSentence> drafted, AnswerCase c) {
    List<GroundedSentence> grounded = new ArrayList<>();
    for (DraftSentence s : drafted) {
      c.cancellation().check();
      int before = c.grounder().regions().size();
      grounded.add(c.grounder().ground(s));
      c.tellRegions(before);
    }
    CaseFacts facts =
        CaseFacts.of(
            c.reading().anatomy(),
            c.reading().head(),
            c.grounder().scores(),
            c.grounder().regions(),
            c.reading().labels(),
            c.agreements());
    return grounded.stream().map(g -> checked(g, facts, c)).toList();
  }

  private Sentence checked(GroundedSentence g, CaseFacts facts, AnswerCase c) {
    Verified verified = verifier.verify(g, facts);
    List<String> cited = c.cases().citing(verified.evidence(), g.reading().claims());
    return Sentences.verified(g, new Verified(verified.verdict(), cited), c.evidence());
  }
}
