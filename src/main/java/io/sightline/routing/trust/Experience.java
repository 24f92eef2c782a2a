package io.sightline.routing.trust;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.TrackEntry;
import io.sightline.retrieval.TrackTally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What signed cases say of specialists, for one study. Immutable; a pure value that trust is made
 * from.
 *
 * @param observations in no order that matters
 */
public record Experience(Basis basis, Map<Subject, List<Observation>> observations) {
  /** No signed case has spoken. */
  public static final Experience NONE = new Experience(Basis.NONE, Map.of());

  /** Nearest cases with a record that count for one specialist and finding. */
  public static final int NEIGHBOURS = 10;

  /** What one case weighs when nobody knows whether it is similar. */
  public static final double WEIGHT_OF_ANY = 0.25;

  public Experience {
    observations = Map.copyOf(observations);
  }

  /** Whom and what an observation is about. */
  public record Subject(String specialist, String sha256, String finding) {}

  /**
   * Of the nearest cases. A case weighs its cosine, those that point away nothing.
   *
   * @param nearest best first
   * @param record of these cases
   */
  public static Experience similar(List<Match> nearest, List<TrackEntry> record) {
    Map<String, List<TrackEntry>> byCase = new HashMap<>();
    record.forEach(e -> byCase.computeIfAbsent(e.caseId(), _ -> new ArrayList<>()).add(e));
    Map<Subject, List<Observation>> out = new HashMap<>();
    for (Match m : nearest) {
      double weight = Math.clamp(m.score(), 0, 1);
      for (TrackEntry e : byCase.getOrDefault(m.caseId(), List.of())) {
        List<Observation> of =
            out.computeIfAbsent(
                new Subject(e.specialist(), e.sha256(), e.finding()), _ -> new ArrayList<>());
        if (weight > 0 && of.size() < NEIGHBOURS) {
          of.add(new Observation(e.agreed(), weight));
        }
      }
    }
    return new Experience(Basis.SIMILAR, out);
  }

  /**
   * Of all cases. Each weighs {@value #WEIGHT_OF_ANY}, and all together no more than the nearest
   * could.
   */
  public static Experience overall(List<TrackTally> tallies) {
    Map<Subject, List<Observation>> out = new HashMap<>();
    for (TrackTally t : tallies) {
      int cases = t.agreed() + t.disagreed();
      double weight = Math.min(WEIGHT_OF_ANY, (double) NEIGHBOURS / Math.max(1, cases));
      List<Observation> of = new ArrayList<>();
      for (int i = 0; i < cases; i++) {
        of.add(new Observation(i < t.agreed(), weight));
      }
      out.put(new Subject(t.specialist(), t.sha256(), t.finding()), of);
    }
    return new Experience(Basis.ALL, out);
  }

  /**
   * Trust in all specialists that tell findings.
   *
   * @param names finding id to words
   */
  public TrustTable trust(List<Bundle> specialists, UnaryOperator<String> names) {
    return new TrustTable(
        specialists.stream()
            .filter(b -> b.manifest().tellsFindings())
            .map(b -> new SpecialistTrust(b.id(), b.sha256(), trust(b, names)))
            .toList());
  }

  private List<Trust> trust(Bundle b, UnaryOperator<String> names) {
    TreeSet<String> findings = new TreeSet<>();
    b.manifest().outputs().values().stream()
        .flatMap(o -> o.labels().stream())
        .map(LabelSpec::finding)
        .filter(Objects::nonNull)
        .forEach(findings::add);
    return findings.stream()
        .map(
            f ->
                Trust.of(
                    f,
                    names.apply(f),
                    Prior.of(b.manifest(), f),
                    basis,
                    observations.getOrDefault(new Subject(b.id(), b.sha256(), f), List.of())))
        .toList();
  }
}
