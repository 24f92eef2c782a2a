package io.sightline.retrieval.example;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.retrieval.StoredCase;
import io.sightline.shared.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the example cases of the case base those of the configured file, or none. A file that was
 * loaded before is not loaded again, so what a reader deleted of it stays away; another file, or
 * another encoder, brings all of them back. Studies of example cases do not exist, so embeddings of
 * another encoder cannot be made again: such cases are found by words only. Blocking.
 */
final class ExampleCases {
  private static final Logger LOG = Logger.getLogger(ExampleCases.class);
  private static final int PAGE = 500;

  private final CaseBase cases;
  private final CaseEmbedder embedder;
  private final Path marker;

  /**
   * @param marker file that says what was loaded last
   */
  ExampleCases(CaseBase cases, CaseEmbedder embedder, Path marker) {
    this.cases = cases;
    this.embedder = embedder;
    this.marker = marker;
  }

  /** Never throws: a server without its examples still serves. */
  void load(Optional<Path> file) {
    try {
      if (file.isEmpty()) {
        clear();
      } else {
        load(file.get());
      }
    } catch (IOException | RuntimeException e) {
      LOG.errorf("The example cases cannot be loaded: %s", e);
    }
  }

  private void clear() throws IOException {
    if (!Files.exists(marker)) {
      return;
    }
    Set<String> there = there();
    cases.change(List.of(), there);
    Files.delete(marker);
    LOG.infof("%d example cases were removed: sightline.cases.examples is not set.", there.size());
  }

  private void load(Path file) throws IOException {
    String wanted = state(file);
    if (wanted.equals(loaded()) && cases.size() > 0) {
      return;
    }
    ExampleFile read = ExampleFile.read(file);
    Instant now = Instant.now();
    List<Case> made = new ArrayList<>();
    for (ExampleLine line : read.lines()) {
      made.add(made(line, now));
    }
    Set<String> gone = there();
    made.forEach(c -> gone.remove(c.id()));
    cases.change(made, gone);
    Files.writeString(marker, wanted);
    report(read.lines(), made);
  }

  /** What decides whether the cases are those that are wanted. */
  private String state(Path file) throws IOException {
    return Sha256.of(file) + " " + embedder.space().map(EmbeddingSpace::key).orElse("none");
  }

  private String loaded() throws IOException {
    return Files.exists(marker) ? Files.readString(marker, StandardCharsets.UTF_8) : "";
  }

  private Set<String> there() {
    Set<String> out = new HashSet<>();
    long before = Long.MAX_VALUE;
    while (true) {
      List<StoredCase> page = cases.page(before, PAGE);
      if (page.isEmpty()) {
        return out;
      }
      page.stream().map(StoredCase::value).filter(Case::synthetic).map(Case::id).forEach(out::add);
      before = page.getLast().revision();
    }
  }

  private Case made(ExampleLine line, Instant now) {
    String id = Objects.requireNonNull(line.id());
    String by = Objects.requireNonNull(line.provenance()).madeBy();
    return new Case(
        id,
        id,
        null,
        null,
        Case.EXAMPLE_SITE,
        "synthetic" + (by == null || by.isBlank() ? "" : ", made by " + by),
        Objects.requireNonNull(line.modality()),
        Objects.requireNonNull(line.sequences()),
        line.date() == null ? LocalDate.EPOCH : line.date(),
        now,
        Objects.requireNonNull(line.labels()),
        Objects.requireNonNull(line.sentences()),
        embedding(line.embedding()));
  }

  /** In the space that is used now, when the same encoder made it. */
  private @Nullable CaseEmbedding embedding(ExampleLine.@Nullable Vector v) {
    Optional<EmbeddingSpace> space = embedder.space();
    boolean same =
        v != null
            && space.isPresent()
            && space.get().bundle().equals(v.bundle())
            && space.get().source().equals(v.source())
            && embedder.graph().filter(v.graph()::equals).isPresent();
    return same ? CaseEmbedding.normalised(space.get(), v.vector()).orElse(null) : null;
  }

  private void report(List<ExampleLine> lines, List<Case> made) {
    LOG.infof("%d example cases were loaded; all of them are synthetic.", made.size());
    long lost = 0;
    String of = "";
    for (int i = 0; i < made.size(); i++) {
      ExampleLine.Vector v = lines.get(i).embedding();
      if (v != null && made.get(i).embedding() == null) {
        lost++;
        of = v.bundle() + " " + v.version();
      }
    }
    if (lost > 0) {
      LOG.warnf(
          "%d example cases have embeddings of another encoder (%s) than this server uses (%s):"
              + " only words find them. Make the file again with the kit's export-cases.",
          lost, of, embedder.space().map(EmbeddingSpace::bundle).orElse("none"));
    }
  }
}
