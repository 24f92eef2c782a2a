package io.sightline.report.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.TrackEntry;
import io.sightline.routing.Finders;
import io.sightline.routing.trust.Experience;
import io.sightline.routing.trust.TrustTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose disagreement about a structure counts. */
class TrustedAgreementsTest {
  private static Agreement about(String structure) {
    return new Agreement("net", structure, structure.replace('-', ' '), 10, 40, 0.2);
  }

  private static Agreement weighed(String structure, Bundle net, TrustTable trust) {
    return TrustedAgreements.of(List.of(about(structure)), net, trust).getFirst();
  }

  @Test
  void aStructureThatIsOutlinedPoorlyIsANote() {
    Agreement poor =
        weighed("pallidum", Finders.bundle("net", 0.19, ":left-pallidum"), TrustTable.EMPTY);
    assertThat(poor.distrust()).isEqualTo("its outline of it was measured with Dice 0.19");
    assertThat(poor.disagrees()).isTrue();
    assertThat(weighed("pallidum", Finders.bundle("net", 0.7, ":left-pallidum"), TrustTable.EMPTY))
        .isEqualTo(about("pallidum"));
    assertThat(weighed("pallidum", Finders.bundle("net", 0, ":pallidum"), TrustTable.EMPTY))
        .isEqualTo(about("pallidum"));
  }

  @Test
  void whatReadersContradictedAboutAFindingOfTheStructureIsANote() {
    Bundle net = Finders.bundle("net", 0.8, "atrophy", "infarct");
    List<Match> near = new ArrayList<>();
    List<TrackEntry> record = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      near.add(new Match("c" + i, 1));
      record.add(new TrackEntry("c" + i, "net", net.sha256(), "atrophy", i == 0));
    }
    TrustTable trust = Experience.similar(near, record).trust(List.of(net), f -> f);
    assertThat(weighed("atrophy-label", net, trust).distrust())
        .isEqualTo("in 7 of 8 similar signed cases it disagreed with the reader about atrophy");
    assertThat(weighed("infarct-label", net, trust).distrust()).isNull();
    assertThat(weighed("thalamus", net, trust).distrust()).isNull();
  }
}
