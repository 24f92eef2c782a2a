package io.sightline.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.TestDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The database is the truth and the index follows it. */
class CaseBaseTest {
  private static final EmbeddingSpace NEXT = new EmbeddingSpace("toy", "b".repeat(64), "test");

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final MemoryCaseIndex index = new MemoryCaseIndex();
  private final CaseBase cases = new CaseBase(jdbi, index);

  private List<String> found(String text) {
    return cases.search(new CaseQuery(null, text, CaseFilter.ALL, 10)).stream()
        .map(h -> h.value().id())
        .toList();
  }

  @Test
  void aCaseComesBackAsItWasKept() {
    Case c =
        Cases.named("a")
            .patient("f".repeat(64))
            .at(3, 4)
            .says("mass", "present")
            .text("Mass.")
            .build();
    cases.keep(c);
    assertThat(cases.find("a")).contains(c);
    assertThat(cases.ofStudy("1.2.a")).contains(c);
    assertThat(c.embedding().vector()).containsExactly(0.6f, 0.8f);
  }

  @Test
  void aStudyHasOneCaseTheOneKeptLast() {
    cases.keep(Cases.named("first").study("1.5").text("A mass.").build());
    cases.keep(Cases.named("second").study("1.5").text("A cyst.").build());
    assertThat(cases.size()).isEqualTo(1);
    assertThat(found("mass")).isEmpty();
    assertThat(found("cyst")).containsExactly("second");
  }

  @Test
  void aTransactionThatFailsKeepsNothing() {
    assertThatThrownBy(
            () ->
                cases.keep(
                    _ -> {
                      throw new ProblemException(ErrorCode.CONFLICT, "no");
                    }))
        .hasMessage("no");
    assertThat(cases.size()).isZero();
    assertThat(index.revisions()).isEmpty();
  }

  @Test
  void rankingsAreFusedByReciprocalRank() {
    cases.keep(Cases.named("both").at(1, 0.2f).text("A mass.").build());
    cases.keep(Cases.named("near").at(1, 0).text("A cyst.").build());
    cases.keep(Cases.named("said").at(0, 1).text("A mass is a mass.").build());
    List<CaseHit> hits = cases.search(new CaseQuery(Cases.vector(1, 0), "mass", CaseFilter.ALL, 3));
    CaseHit best = hits.getFirst();
    assertThat(best.value().id()).isEqualTo("both");
    assertThat(best.rankings().keySet()).containsExactlyInAnyOrder("image", "words");
    assertThat(best.score())
        .isCloseTo(1.0 / 62 + 1.0 / (60 + best.rankings().get("words").rank()), within(1e-12));
    assertThat(
            hits.stream()
                .filter(h -> h.value().id().equals("near"))
                .findFirst()
                .orElseThrow()
                .rankings())
        .isEqualTo(Map.of("image", new CaseHit.Place(1, 1.0)));
  }

  @Test
  void anIndexThatIsLostOrBehindIsBroughtUpToDate() {
    cases.keep(Cases.named("a").text("A mass.").build());
    cases.keep(Cases.named("b").text("A cyst.").build());
    MemoryCaseIndex stale = new MemoryCaseIndex();
    stale.put(List.of(new StoredCase(Cases.named("a").text("Old words.").build(), -1)));
    stale.put(List.of(new StoredCase(Cases.named("gone").text("A mass.").build(), 3)));
    CaseBase again = new CaseBase(jdbi, stale);
    assertThat(again.search(new CaseQuery(null, "mass", CaseFilter.ALL, 10)))
        .extracting(h -> h.value().id())
        .containsExactly("a");
    assertThat(stale.revisions()).isEqualTo(index.revisions());
  }

  @Test
  void aChangeThatTheIndexDidNotTakeIsMadeGoodBeforeTheNextSearch() {
    boolean[] broken = {true};
    CaseIndex failing =
        new CaseIndex() {
          @Override
          public void put(Collection<StoredCase> added) {
            if (broken[0]) {
              throw new java.io.UncheckedIOException(new java.io.IOException("disk full"));
            }
            index.put(added);
          }

          @Override
          public void remove(Collection<String> ids) {
            index.remove(ids);
          }

          @Override
          public List<Match> byImage(CaseEmbedding query, CaseFilter filter, int k) {
            return index.byImage(query, filter, k);
          }

          @Override
          public List<Match> byWords(String text, CaseFilter filter, int k) {
            return index.byWords(text, filter, k);
          }

          @Override
          public List<Match> byMeaning(String text, CaseFilter filter, int k) {
            return index.byMeaning(text, filter, k);
          }

          @Override
          public Map<String, Long> revisions() {
            return index.revisions();
          }

          @Override
          public void close() {}
        };
    CaseBase over = new CaseBase(jdbi, failing);
    over.catchUp();
    over.keep(Cases.named("a").text("A mass.").build());
    assertThat(over.find("a")).as("kept all the same").isPresent();
    broken[0] = false;
    assertThat(over.search(new CaseQuery(null, "mass", CaseFilter.ALL, 10))).hasSize(1);
  }

  /** Embeds every study but 1.2.gone at (0, 1), in the next bundle's space. */
  private record Next() implements CaseEmbedder {
    @Override
    public Optional<EmbeddingSpace> space() {
      return Optional.of(NEXT);
    }

    @Override
    public Optional<CaseEmbedding> embed(String studyId) {
      if (studyId.equals("1.2.broken")) {
        throw new ProblemException(ErrorCode.NO_VOLUME, "nothing in it");
      }
      return studyId.equals("1.2.gone")
          ? Optional.empty()
          : CaseEmbedding.normalised(NEXT, new float[] {0, 1, 0});
    }
  }

  @Test
  void anotherBundleMakesAllEmbeddingsAgain() {
    for (String id : List.of("a", "gone", "broken")) {
      cases.keep(Cases.named(id).at(1, 0).text("A mass.").build());
    }
    cases.keep(Cases.named("late").text("A mass.").build());
    CaseQuery old = new CaseQuery(Cases.vector(1, 0), null, CaseFilter.ALL, 10);
    CaseQuery next =
        new CaseQuery(
            CaseEmbedding.normalised(NEXT, new float[] {0, 1, 0}).orElseThrow(),
            null,
            CaseFilter.ALL,
            10);
    assertThat(cases.search(old)).hasSize(3);

    assertThat(new EmbeddingRefresh(cases, new Next()).run()).isEqualTo(4);

    assertThat(cases.search(old)).isEmpty();
    assertThat(cases.search(next))
        .extracting(h -> h.value().id())
        .containsExactlyInAnyOrder("a", "late");
    assertThat(found("mass")).as("words find those without embedding").hasSize(4);
    assertThat(new EmbeddingRefresh(cases, new Next()).run()).as("nothing is left to do").isZero();
  }

  @Test
  void aStoppedRefreshChangesNothingMore() {
    cases.keep(Cases.named("a").at(1, 0).build());
    EmbeddingRefresh refresh = new EmbeddingRefresh(cases, new Next());
    refresh.stop();
    assertThat(refresh.run()).isZero();
    assertThat(cases.find("a").orElseThrow().embedding().space()).isEqualTo(Cases.SPACE);
  }

  @Test
  void pagesHoldEveryCaseOnceLastChangedFirst() {
    for (int n = 0; n < 5; n++) {
      cases.keep(Cases.named("c" + n).build());
    }
    List<StoredCase> first = cases.page(Long.MAX_VALUE, 3);
    List<StoredCase> rest = cases.page(first.getLast().revision(), 3);
    assertThat(first).extracting(s -> s.value().id()).containsExactly("c4", "c3", "c2");
    assertThat(rest).extracting(s -> s.value().id()).containsExactly("c1", "c0");
  }
}
