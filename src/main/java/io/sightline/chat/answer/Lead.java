package io.sightline.chat.answer;

import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import java.util.ArrayList;
import java.util.List;

/** "Yes." and "No." belong to the sentence behind them: by themselves they claim nothing. */
final class Lead {
  private Lead() {}

  static List<DraftSentence> joined(List<DraftSentence> sentences) {
    List<DraftSentence> out = new ArrayList<>();
    String lead = "";
    for (DraftSentence s : sentences) {
      boolean bare = s.segs().isEmpty() && s.text().matches("(?i)(?:yes|no)\\.?");
      if (bare && s != sentences.getLast()) {
        lead = lead + s.text() + " ";
      } else {
        out.add(behind(lead, s, out.size() + 1));
        lead = "";
      }
    }
    return out;
  }

  private static DraftSentence behind(String lead, DraftSentence s, int number) {
    int moved = lead.length();
    List<SegRequest> segs =
        s.segs().stream()
            .map(r -> new SegRequest(r.from() + moved, r.to() + moved, r.hidden()))
            .toList();
    return new DraftSentence("s" + number, "answer", lead + s.text(), segs);
  }
}
