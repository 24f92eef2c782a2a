package io.sightline.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fake: exact search over a map, words counted without stemming. */
public final class MemoryCaseIndex implements CaseIndex {
  private static final Set<String> STOP = Set.of("a", "in", "is", "of", "the", "there");

  private final SentenceEncoder encoder;
  private final Map<String, StoredCase> cases = new TreeMap<>();

  public MemoryCaseIndex() {
    this(SentenceEncoder.NONE);
  }

  public MemoryCaseIndex(SentenceEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public synchronized void put(Collection<StoredCase> added) {
    added.forEach(c -> cases.put(c.value().id(), c));
  }

  @Override
  public synchronized void remove(Collection<String> ids) {
    ids.forEach(cases::remove);
  }

  @Override
  public synchronized List<Match> byImage(CaseEmbedding query, CaseFilter filter, int k) {
    return ranked(
        filter,
        k,
        c ->
            c.embedding() == null || !c.embedding().space().equals(query.space())
                ? Double.NEGATIVE_INFINITY
                : cosine(c.embedding().vector(), query.vector()));
  }

  private static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("embeddings of one space have one length");
    }
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }

  /** The rarer a shared word, the more it counts; the best sentence is the case's. */
  @Override
  public synchronized List<Match> byWords(String text, CaseFilter filter, int k) {
    Set<String> asked = words(text);
    return ranked(
        filter,
        k,
        c ->
            c.sentences().stream()
                .mapToDouble(s -> score(asked, words(s.text())))
                .filter(d -> d > 0)
                .max()
                .orElse(Double.NEGATIVE_INFINITY));
  }

  private double score(Set<String> asked, Set<String> sentence) {
    Set<String> shared = new HashSet<>(asked);
    shared.retainAll(sentence);
    return shared.stream().mapToDouble(w -> 1.0 / (1 + holders(w))).sum()
        / (1 + 0.01 * sentence.size());
  }

  private long holders(String word) {
    return cases.values().stream()
        .flatMap(c -> c.value().sentences().stream())
        .filter(s -> words(s.text()).contains(word))
        .count();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase().split("[^\\p{L}\\p{N}]+"))
        .filter(w -> !w.isEmpty() && !STOP.contains(w))
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized List<Match> byMeaning(String text, CaseFilter filter, int k) {
    Optional<float[]> asked = encoder.encode(text);
    return asked.isEmpty()
        ? List.of()
        : ranked(
            filter,
            k,
            c ->
                c.sentences().stream()
                    .flatMap(s -> encoder.encode(s.text()).stream())
                    .mapToDouble(v -> cosine(v, asked.get()))
                    .max()
                    .orElse(Double.NEGATIVE_INFINITY));
  }

  private List<Match> ranked(
      CaseFilter filter, int k, java.util.function.ToDoubleFunction<Case> score) {
    List<Match> out = new ArrayList<>();
    for (StoredCase c : cases.values()) {
      double s =
          passes(c.value(), filter) ? score.applyAsDouble(c.value()) : Double.NEGATIVE_INFINITY;
      if (s != Double.NEGATIVE_INFINITY) {
        out.add(new Match(c.value().id(), s));
      }
    }
    out.sort(Comparator.comparingDouble(Match::score).reversed());
    return out.stream().limit(k).toList();
  }

  private static boolean passes(Case c, CaseFilter f) {
    return (f.modality() == null || f.modality().equals(c.modality()))
        && (f.sequence() == null || c.sequences().contains(f.sequence()))
        && (f.label() == null || c.shows(f.label()))
        && (f.from() == null || !c.date().isBefore(f.from()))
        && (f.to() == null || !c.date().isAfter(f.to()))
        && (f.site() == null || f.site().equals(c.site()))
        && (f.notSite() == null || !f.notSite().equals(c.site()))
        && (f.notStudy() == null || !f.notStudy().equals(c.studyId()))
        && (f.notPatient() == null || !f.notPatient().equals(c.patient()));
  }

  @Override
  public synchronized Map<String, Long> revisions() {
    return cases.values().stream()
        .collect(Collectors.toMap(c -> c.value().id(), StoredCase::revision));
  }

  @Override
  public void close() {}
}
