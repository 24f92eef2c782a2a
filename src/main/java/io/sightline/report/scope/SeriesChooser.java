package io.sightline.report.scope;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.report.document.Refusal;
import io.sightline.report.document.RouteStep;
import io.sightline.study.Series;
import io.sightline.study.Series.SeriesVolume;
import io.sightline.study.Study;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the volume for each slot of a bundle: the most certain name; among names within 0.05 of
 * each other the one that covers most; then the finest. Everything passed over is written down.
 */
public final class SeriesChooser {
  private static final double SAME_CONFIDENCE = 0.05;

  private final BundleManifest manifest;
  private final ScopeRule rule;
  private final List<RouteStep> route = new ArrayList<>();

  private SeriesChooser(BundleManifest manifest) {
    this.manifest = manifest;
    this.rule = new ScopeRule(manifest.scope());
  }

  public static Selection choose(Study study, BundleManifest manifest) {
    return new SeriesChooser(manifest).choose(study);
  }

  private Selection choose(Study study) {
    List<Candidate> usable = new ArrayList<>();
    study.series().forEach(s -> usable.addAll(candidates(s)));
    List<ChosenInput> inputs = new ArrayList<>();
    List<Sequence> missing = new ArrayList<>();
    for (Sequence slot : slots()) {
      best(usable, slot).ifPresentOrElse(inputs::add, () -> missing.add(slot));
    }
    return new Selection(inputs, missing, route, refusal(study, inputs));
  }

  private List<Sequence> slots() {
    return manifest.inputs().stream().map(InputSpec::sequence).filter(Objects::nonNull).toList();
  }

  private List<Candidate> candidates(Series series) {
    Optional<String> outside = rule.outside(series);
    if (outside.isPresent()) {
      skip(series, outside.get());
      return List.of();
    }
    List<Candidate> out = new ArrayList<>();
    for (SeriesVolume volume : series.volumes()) {
      Candidate candidate = new Candidate(series, volume);
      Optional<String> small = rule.tooSmall(candidate);
      if (small.isPresent()) {
        skip(series, small.get());
      } else if (slots().contains(volume.guess().sequence())) {
        out.add(candidate);
      } else {
        skip(
            series,
            "it was taken for %s: %s"
                .formatted(volume.guess().sequence().label(), volume.guess().evidence()));
      }
    }
    return out;
  }

  private Optional<ChosenInput> best(List<Candidate> usable, Sequence slot) {
    List<Candidate> fitting =
        usable.stream().filter(c -> c.volume().guess().sequence() == slot).toList();
    double top = fitting.stream().mapToDouble(c -> c.volume().guess().confidence()).max().orElse(0);
    Optional<Candidate> best =
        fitting.stream()
            .filter(c -> c.volume().guess().confidence() >= top - SAME_CONFIDENCE)
            .max(
                Comparator.comparingDouble(Candidate::coverage)
                    .thenComparing(c -> -c.volume().geometry().voxelMl()));
    best.ifPresent(
        b ->
            fitting.stream()
                .filter(c -> !c.equals(b))
                .forEach(
                    c ->
                        skip(
                            c.series(),
                            "another %s is more certain or covers more".formatted(slot.label()))));
    return best.map(b -> chosen(slot, b, fitting.size()));
  }

  private static ChosenInput chosen(Sequence slot, Candidate c, int of) {
    var g = c.volume().geometry();
    String reason =
        String.format(
            Locale.ROOT,
            "%s, %d x %d x %d voxels, %s",
            c.name(),
            g.nx(),
            g.ny(),
            g.nz(),
            of == 1
                ? "the only " + slot.label()
                : "best of " + of + " by confidence, then coverage");
    return new ChosenInput(slot, c.series(), c.volume(), reason);
  }

  private void skip(Series series, String why) {
    route.add(RouteStep.skip(manifest.id(), Candidate.name(series) + ": " + why + "."));
  }

  private @Nullable Refusal refusal(Study study, List<ChosenInput> inputs) {
    List<Sequence> needed = manifest.scope().requiresAnyOf();
    boolean enough =
        !inputs.isEmpty()
            && (needed.isEmpty() || inputs.stream().anyMatch(i -> needed.contains(i.slot())));
    if (enough) {
      return null;
    }
    if (study.series().isEmpty()) {
      return Refusal.outOfScope("The study has no series.");
    }
    String wanted =
        needed.isEmpty()
            ? "one of its inputs"
            : "at least one of " + String.join(", ", needed.stream().map(Sequence::label).toList());
    return Refusal.outOfScope(
        "Bundle %s needs %s and the study has none. %s"
            .formatted(manifest.id(), wanted, reasons()));
  }

  private String reasons() {
    return String.join(" ", route.stream().limit(5).map(RouteStep::reason).toList());
  }
}
