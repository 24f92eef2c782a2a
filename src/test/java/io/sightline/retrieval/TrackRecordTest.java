package io.sightline.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.retrieval.CaseBase.Kept;
import io.sightline.store.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What readers made of specialists is written with its case, once, and goes with it. */
class TrackRecordTest {
  private static final String SHA = "c".repeat(64);

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final CaseBase cases = new CaseBase(jdbi, new MemoryCaseIndex());
  private final TrackRecord record = new TrackRecord(jdbi);

  private static TrackEntry entry(String id, String finding, boolean agreed) {
    return new TrackEntry(id, "wmh-net", SHA, finding, agreed);
  }

  private void sign(Case c, TrackEntry... entries) {
    cases.keep(_ -> new Kept<>(c, c, List.of(entries)));
  }

  @Test
  void signingTwiceRecordsOnce() {
    Case c = Cases.named("a").build();
    sign(c, entry("a", "mass", true), entry("a", "infarct", false));
    sign(c, entry("a", "infarct", true));
    assertThat(record.of(List.of("a", "b"))).containsExactly(entry("a", "infarct", true));
    assertThat(record.of(List.of())).isEmpty();
  }

  @Test
  void itGoesWithItsCaseAndWithTheCaseThatTakesItsPlace() {
    sign(Cases.named("a").build(), entry("a", "mass", true));
    sign(Cases.named("b").study("1.5").build(), entry("b", "mass", false));
    cases.remove("a");
    cases.keep(Cases.named("later").study("1.5").build());
    assertThat(record.of(List.of("a", "b", "later"))).isEmpty();
    assertThat(record.all("1.9", null)).isEmpty();
  }

  @Test
  void anotherEmbeddingOfTheSameCaseLeavesIt() {
    sign(Cases.named("a").build(), entry("a", "mass", true));
    StoredCase stored = cases.page(Long.MAX_VALUE, 1).getFirst();
    assertThat(cases.embed(stored, Cases.vector(1, 0))).isTrue();
    assertThat(cases.find("a").orElseThrow().embedding()).isEqualTo(Cases.vector(1, 0));
    assertThat(record.of(List.of("a"))).hasSize(1);
  }

  @Test
  void aStudyIsNotJudgedByItselfOrItsPatient() {
    sign(Cases.named("self").study("1.1").patient("p").build(), entry("self", "mass", false));
    sign(Cases.named("sister").study("1.2").patient("p").build(), entry("sister", "mass", false));
    sign(Cases.named("other").study("1.3").patient("q").build(), entry("other", "mass", true));
    sign(Cases.named("nobody").study("1.4").build(), entry("nobody", "mass", false));
    assertThat(record.all("1.1", "p"))
        .containsExactly(new TrackTally("wmh-net", SHA, "mass", 1, 1));
    assertThat(record.all("1.1", null))
        .containsExactly(new TrackTally("wmh-net", SHA, "mass", 1, 2));
  }

  @Test
  void whatATransactionDidNotFinishIsNotRecorded() {
    Case c = Cases.named("a").build();
    TrackEntry twice = entry("a", "mass", true);
    assertThatThrownBy(() -> sign(c, twice, twice)).hasMessageContaining("CASE_TRACK");
    assertThat(cases.find("a")).isEmpty();
    assertThat(record.of(List.of("a"))).isEmpty();
  }
}
