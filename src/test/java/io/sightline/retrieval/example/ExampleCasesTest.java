package io.sightline.retrieval.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseQuery;
import io.sightline.retrieval.Cases;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.retrieval.MemoryCaseIndex;
import io.sightline.retrieval.StoredCase;
import io.sightline.store.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cases from a file: marked, loaded once, deleted for good, never mistaken for another encoder's.
 */
class ExampleCasesTest {
  private final CaseBase cases = new CaseBase(TestDatabase.jdbi(), new MemoryCaseIndex());

  @TempDir Path folder;

  /** Of bundle {@code toy}, whose encoder graph has the given hash. */
  private record Toy(String sha256, String hash) implements CaseEmbedder {
    @Override
    public Optional<EmbeddingSpace> space() {
      return Optional.of(new EmbeddingSpace("toy", sha256, "image_embedding"));
    }

    @Override
    public Optional<String> graph() {
      return Optional.of(hash);
    }

    @Override
    public Optional<CaseEmbedding> embed(String studyId) {
      return Optional.empty();
    }
  }

  private static final Toy SAME = new Toy("a".repeat(64), "cccc");

  private Path file(String lines) throws IOException {
    Path file = folder.resolve("cases.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static String lines() throws IOException {
    try (InputStream in = ExampleCasesTest.class.getResourceAsStream("/cases/examples.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void load(CaseEmbedder embedder, Path file) {
    new ExampleCases(cases, embedder, folder.resolve("marker")).load(Optional.ofNullable(file));
  }

  private List<String> found(String text, CaseFilter filter) {
    return cases.search(new CaseQuery(null, text, filter, 10)).stream()
        .map(CaseHit::value)
        .map(Case::id)
        .toList();
  }

  private List<Long> revisions() {
    return cases.page(Long.MAX_VALUE, 100).stream().map(StoredCase::revision).toList();
  }

  @Test
  void goodLinesBecomeCasesThatSayWhatTheyAre() throws IOException {
    load(SAME, file(lines()));
    assertThat(cases.size()).isEqualTo(2);
    Case first = cases.find("example-0001").orElseThrow();
    assertThat(first.synthetic()).isTrue();
    assertThat(first.site()).isEqualTo("example");
    assertThat(first.provenance()).isEqualTo("synthetic, made by hand");
    assertThat(first.date()).isEqualTo(LocalDate.of(2026, 11, 30));
    assertThat(first.embedding().space()).isEqualTo(SAME.space().orElseThrow());
    assertThat(first.embedding().vector()).containsExactly(0.6f, 0.8f);
    assertThat(cases.find("example-0002").orElseThrow().embedding()).isNull();
    assertThat(found("mass", CaseFilter.ALL))
        .containsExactlyInAnyOrder("example-0001", "example-0002");
  }

  @Test
  void badLinesAreNamedByTheirNumber() throws IOException {
    ExampleFile read = ExampleFile.read(file(lines() + "\n" + "x".repeat(200_000)));
    assertThat(read.lines()).hasSize(2);
    assertThat(read.bad())
        .containsExactly(
            new ExampleFile.Bad(3, "it does not say \"synthetic\": true"),
            new ExampleFile.Bad(4, "it is no JSON of a case"),
            new ExampleFile.Bad(5, "another line has its id"),
            new ExampleFile.Bad(6, "\"id\" does not begin with example-"),
            new ExampleFile.Bad(7, "a label's presence is unknown"),
            new ExampleFile.Bad(8, "it is no JSON of a case"),
            new ExampleFile.Bad(9, "it is too long"));
  }

  @Test
  void aSearchMayLeaveThemOut() throws IOException {
    cases.keep(Cases.named("real").text("A mass.").build());
    load(SAME, file(lines()));
    CaseFilter without =
        new CaseFilter(null, null, null, null, null, null, Case.EXAMPLE_SITE, null, null);
    assertThat(found("mass", without)).containsExactly("real");
    assertThat(found("mass", CaseFilter.ALL)).hasSize(3);
  }

  @Test
  void theSameFileIsLoadedOnceAndWhatWasDeletedStaysAway() throws IOException {
    Path file = file(lines());
    load(SAME, file);
    List<Long> before = revisions();
    load(SAME, file);
    assertThat(revisions()).isEqualTo(before);
    cases.remove("example-0001");
    load(SAME, file);
    assertThat(cases.find("example-0001")).isEmpty();
    assertThat(found("mass", CaseFilter.ALL)).containsExactly("example-0002");
  }

  @Test
  void anotherFileTakesItsPlace() throws IOException {
    load(SAME, file(lines()));
    cases.keep(Cases.named("real").text("A mass.").build());
    load(SAME, file(lines().lines().skip(1).findFirst().orElseThrow()));
    assertThat(found("mass", CaseFilter.ALL)).containsExactlyInAnyOrder("example-0002", "real");
  }

  @Test
  void embeddingsOfAnotherEncoderAreDroppedAndThoseOfThisOneFollowTheBundle() throws IOException {
    Path file = file(lines());
    load(SAME, file);
    // another manifest, the same encoder
    Toy renamed = new Toy("d".repeat(64), "cccc");
    load(renamed, file);
    assertThat(cases.find("example-0001").orElseThrow().embedding().space())
        .isEqualTo(renamed.space().orElseThrow());
    load(new Toy("e".repeat(64), "ffff"), file);
    assertThat(cases.find("example-0001").orElseThrow().embedding()).isNull();
    assertThat(found("mass", CaseFilter.ALL)).contains("example-0001");
  }

  @Test
  void withoutTheSettingTheyGoAndNothingElseDoes() throws IOException {
    cases.keep(Cases.named("real").text("A mass.").build());
    load(SAME, file(lines()));
    load(SAME, null);
    assertThat(found("mass", CaseFilter.ALL)).containsExactly("real");
  }

  @Test
  void aFileThatCannotBeReadCostsTheServerNothing() throws IOException {
    load(SAME, folder.resolve("nowhere.gz"));
    load(SAME, Files.writeString(folder.resolve("plain"), "no gzip"));
    assertThat(cases.size()).isZero();
  }
}
