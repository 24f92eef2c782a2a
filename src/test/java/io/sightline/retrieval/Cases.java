package io.sightline.retrieval;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cases of tests: built part by part, MR with T1 and FLAIR on 2026-03-01 where nothing is said. */
public final class Cases {
  public static final EmbeddingSpace SPACE = new EmbeddingSpace("toy", "a".repeat(64), "test");

  private final String id;
  private String study;
  private @Nullable String patient;
  private String site = "here";
  private String modality = "MR";
  private List<String> sequences = List.of("T1", "FLAIR");
  private LocalDate date = LocalDate.of(2026, 3, 1);
  private List<CaseLabel> labels = List.of();
  private List<CaseSentence> sentences = List.of();
  private @Nullable CaseEmbedding embedding;

  private Cases(String id) {
    this.id = id;
    this.study = "1.2." + id;
  }

  public static Cases named(String id) {
    return new Cases(id);
  }

  public Cases study(String uid) {
    study = uid;
    return this;
  }

  public Cases patient(String hash) {
    patient = hash;
    return this;
  }

  public Cases site(String name) {
    site = name;
    return this;
  }

  public Cases modality(String name) {
    modality = name;
    return this;
  }

  public Cases sequences(String... names) {
    sequences = List.of(names);
    return this;
  }

  public Cases date(String iso) {
    date = LocalDate.parse(iso);
    return this;
  }

  /** Pairs such as {@code mass}, {@code present}. */
  public Cases says(String finding, String presence) {
    var all = new java.util.ArrayList<>(labels);
    all.add(new CaseLabel(finding, presence, "none", null));
    labels = all;
    return this;
  }

  public Cases text(String... findings) {
    sentences =
        java.util.Arrays.stream(findings).map(t -> new CaseSentence("findings", t)).toList();
    return this;
  }

  /** Direction of its embedding. */
  public Cases at(float... vector) {
    embedding = vector(vector);
    return this;
  }

  public static CaseEmbedding vector(float... v) {
    return CaseEmbedding.normalised(SPACE, v).orElseThrow();
  }

  public Case build() {
    return new Case(
        id,
        study,
        patient,
        id,
        site,
        "test",
        modality,
        sequences,
        date,
        Instant.EPOCH,
        labels,
        sentences,
        embedding);
  }
}
