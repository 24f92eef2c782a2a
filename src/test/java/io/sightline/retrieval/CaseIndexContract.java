package io.sightline.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link CaseIndex} promises; each adapter and the fake extend it. */
public abstract class CaseIndexContract {
  private final CaseIndex index = open(new Subjects());
  private long revision;

  /** An empty index. */
  protected abstract CaseIndex open(SentenceEncoder encoder);

  @AfterEach
  void close() {
    index.close();
  }

  /** Knows two subjects: tumours, whatever they are called, and all else. */
  private record Subjects() implements SentenceEncoder {
    @Override
    public String id() {
      return "subjects";
    }

    @Override
    public Optional<float[]> encode(String text) {
      boolean tumour = text.matches("(?i).*(mass|tumou?r|neoplasm).*");
      return Optional.of(tumour ? new float[] {0.8f, 0.6f} : new float[] {-0.6f, 0.8f});
    }
  }

  private void put(Cases... cases) {
    index.put(
        java.util.Arrays.stream(cases).map(c -> new StoredCase(c.build(), ++revision)).toList());
  }

  private static List<String> ids(List<Match> found) {
    return found.stream().map(Match::caseId).toList();
  }

  private List<String> image(CaseFilter filter, float... vector) {
    return ids(index.byImage(Cases.vector(vector), filter, 10));
  }

  private List<String> words(String text) {
    return ids(index.byWords(text, CaseFilter.ALL, 10));
  }

  @Test
  void theNearestByCosineComesFirst() {
    put(
        Cases.named("right").at(1, 0),
        Cases.named("between").at(1, 1),
        Cases.named("up").at(0, 1),
        Cases.named("unseen"));
    List<Match> found = index.byImage(Cases.vector(2, 0.1f), CaseFilter.ALL, 2);
    assertThat(ids(found)).containsExactly("right", "between");
    assertThat(found.getFirst().score()).isCloseTo(0.99875, within(1e-4));
    assertThat(found.get(1).score()).isCloseTo(0.7416, within(1e-3));
  }

  @Test
  void embeddingsOfAnotherSpaceAreNotCompared() {
    put(Cases.named("a").at(1, 0));
    EmbeddingSpace other = new EmbeddingSpace("toy", "b".repeat(64), "test");
    CaseEmbedding query = CaseEmbedding.normalised(other, new float[] {1, 0, 0}).orElseThrow();
    assertThat(index.byImage(query, CaseFilter.ALL, 10)).isEmpty();
  }

  @Test
  void aQueryOfAnotherLengthInTheSameSpaceIsAnError() {
    put(Cases.named("a").at(1, 0));
    assertThatThrownBy(() -> index.byImage(Cases.vector(1, 0, 0), CaseFilter.ALL, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCaseWithTheBestSentenceComesFirst() {
    put(
        Cases.named("mass").text("There is a mass in the left frontal lobe.", "No oedema."),
        Cases.named("infarct").text("Acute infarct of the left thalamus."),
        Cases.named("normal").text("No mass.", "No infarct."));
    assertThat(words("mass in the frontal lobe")).startsWith("mass").doesNotContain("infarct");
    assertThat(words("thalamus")).containsExactly("infarct");
    assertThat(words("no mass")).startsWith("normal");
  }

  @Test
  void meaningFindsWhatOtherWordsSay() {
    put(
        Cases.named("mass").text("Normal ventricles.", "A mass."),
        Cases.named("normal").text("Normal brain."),
        Cases.named("silent"));
    List<Match> found = index.byMeaning("neoplasm", CaseFilter.ALL, 5);
    assertThat(ids(found)).containsExactly("mass", "normal");
    assertThat(found.getFirst().score()).isCloseTo(1, within(1e-5));
    assertThat(found.get(1).score()).isCloseTo(0, within(1e-5));
    assertThat(ids(index.byMeaning("neoplasm", CaseFilter.ALL.without("1.2.mass", null), 5)))
        .containsExactly("normal");
  }

  @Test
  void aCaseIsFoundOnceHoweverManyOfItsSentencesFit() {
    String[] many = new String[60];
    java.util.Arrays.fill(many, "A mass.");
    put(Cases.named("loud").text(many), Cases.named("quiet").text("Perhaps there is a mass here."));
    assertThat(ids(index.byWords("mass", CaseFilter.ALL, 2)))
        .containsExactlyInAnyOrder("loud", "quiet");
  }

  @Test
  void textIsWordsAndNoQueryLanguage() {
    put(Cases.named("a").text("A mass."));
    assertThat(words("mass AND (NOT \"[* TO *]^~?:\\/")).containsExactly("a");
    assertThat(words("*")).isEmpty();
    assertThat(words("id:a")).isEmpty();
    assertThat(words("")).isEmpty();
    assertThat(words("mass " + "word ".repeat(5000))).containsExactly("a");
  }

  @Test
  void eachFilterKeepsWhatItAsksFor() {
    put(
        Cases.named("mr").at(1, 0).text("A mass."),
        Cases.named("ct").modality("CT").sequences("CT").at(1, 0).text("A mass."),
        Cases.named("old").date("1999-12-31").at(1, 0).text("A mass."),
        Cases.named("far").site("there").at(1, 0).text("A mass."),
        Cases.named("no").says("mass", "absent").at(1, 0).text("A mass."),
        Cases.named("yes").says("mass", "present").at(1, 0).text("A mass."));
    CaseFilter all = CaseFilter.ALL;
    only(new CaseFilter("CT", null, null, null, null, null, null, null), "ct");
    only(new CaseFilter(null, "CT", null, null, null, null, null, null), "ct");
    only(new CaseFilter(null, null, "mass", null, null, null, null, null), "yes");
    LocalDate day = LocalDate.of(1999, 12, 31);
    only(new CaseFilter(null, null, null, null, day, null, null, null), "old");
    only(new CaseFilter(null, null, null, day, day, null, null, null), "old");
    only(new CaseFilter(null, null, null, null, null, "there", null, null), "far");
    assertThat(image(new CaseFilter(null, null, null, null, null, null, "there", null, null), 1, 0))
        .doesNotContain("far")
        .hasSize(5);
    assertThat(image(all, 1, 0)).hasSize(6);
    assertThat(
            image(new CaseFilter(null, null, null, day.plusDays(1), null, null, null, null), 1, 0))
        .doesNotContain("old")
        .hasSize(5);
  }

  private void only(CaseFilter filter, String id) {
    assertThat(image(filter, 1, 0)).containsExactly(id);
    assertThat(ids(index.byWords("mass", filter, 10))).containsExactly(id);
  }

  @Test
  void theStudyItselfAndItsPatientsOthersStayOut() {
    put(
        Cases.named("self").study("1.1").patient("p").at(1, 0).text("A mass."),
        Cases.named("same").study("1.2").patient("p").at(1, 0).text("A mass."),
        Cases.named("other").study("1.3").patient("q").at(0, 1).text("A mass."),
        Cases.named("unknown").study("1.4").at(0, 1).text("A mass."));
    CaseFilter filter = CaseFilter.ALL.without("1.1", "p");
    assertThat(image(filter, 1, 0)).containsExactlyInAnyOrder("other", "unknown");
    assertThat(ids(index.byWords("mass", filter, 10))).hasSize(2);
    assertThat(image(CaseFilter.ALL.without("1.1", null), 1, 0)).hasSize(3).contains("same");
  }

  @Test
  void aPutReplacesAndARemoveIsSeenAtOnce() {
    put(Cases.named("a").at(1, 0).text("A mass."), Cases.named("b").at(0, 1).text("A cyst."));
    put(Cases.named("a").at(0, 1).text("An infarct."));
    assertThat(words("mass")).isEmpty();
    assertThat(words("infarct")).containsExactly("a");
    assertThat(index.revisions()).isEqualTo(Map.of("a", 3L, "b", 2L));
    index.remove(List.of("a", "never there"));
    assertThat(words("infarct")).isEmpty();
    assertThat(image(CaseFilter.ALL, 0, 1)).containsExactly("b");
    assertThat(index.revisions()).isEqualTo(Map.of("b", 2L));
  }

  @Test
  void whatEachThreadPutItFindsAtOnce() throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      work.add(
          () -> {
            for (int n = 0; n < 5; n++) {
              String word = "w" + thread + "x" + n;
              Case c = Cases.named(word).at(1, thread).text("Seen: " + word).build();
              index.put(List.of(new StoredCase(c, 1000L * thread + n)));
              if (!words(word).equals(List.of(word))) {
                return false;
              }
            }
            return true;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      assertThat(pool.invokeAll(work)).allMatch(f -> f.resultNow());
    }
    assertThat(index.revisions()).hasSize(40);
  }
}
