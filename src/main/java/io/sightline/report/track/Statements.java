package io.sightline.report.track;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.DetectedBox;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a specialist says of findings out of its result: a finding that one of its labels
 * shows is there when the label was found, and not there when it was looked for and not found.
 * Looking needs a sequence that the finding can be judged on.
 */
public final class Statements {
  /** A speck of a focal finding is no statement; as for verdicts. */
  static final double LEAST_FOCAL_ML = 0.5;

  /** A probability that says yes where the manifest declares none. */
  private static final double YES = 0.5;

  private final Lexicon lexicon;
  private final Places places;
  private final Set<Sequence> given;

  /**
   * @param given sequences of the study
   */
  public Statements(Lexicon lexicon, AnatomyContext anatomy, List<Sequence> given) {
    this.lexicon = lexicon;
    this.places = new Places(anatomy, lexicon);
    this.given = Set.copyOf(given);
  }

  /**
   * One for each finding that the manifest's labels show, in the order of their ids.
   *
   * @param result null when the specialist failed: it says nothing
   */
  public List<Statement> of(@Nullable SpecialistResult result, BundleManifest manifest) {
    if (result == null) {
      return List.of();
    }
    TreeMap<String, OutputSpec> told = new TreeMap<>();
    for (OutputSpec output : manifest.outputs().values()) {
      for (LabelSpec label : output.labels()) {
        if (label.finding() != null) {
          told.put(label.finding(), output);
        }
      }
    }
    List<Statement> out = new ArrayList<>();
    told.forEach(
        (id, output) ->
            lexicon.finding(id).flatMap(f -> of(f, result, output, manifest)).ifPresent(out::add));
    return out;
  }

  private Optional<Statement> of(
      Finding f, SpecialistResult result, OutputSpec output, BundleManifest manifest) {
    Optional<Statement> present =
        switch (result) {
          case Segmentation s -> outlined(f, s);
          case Detection d -> boxed(f, d);
          case Classification c -> scored(f, c, output);
          default -> Optional.empty();
        };
    boolean looked = !(result instanceof SpecialistResult.Embedding) && visible(f, manifest);
    return present.isEmpty() && looked
        ? Optional.of(Statement.of(f.id(), Presence.ABSENT))
        : present;
  }

  private Optional<Statement> outlined(Finding f, Segmentation s) {
    List<SegmentedLabel> shown =
        s.labels().stream().filter(l -> f.id().equals(l.label().finding())).toList();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            present(
                f,
                shown.stream().mapToDouble(SegmentedLabel::volumeMl).sum(),
                places.ofMasks(f, shown)));
  }

  private Optional<Statement> boxed(Finding f, Detection d) {
    List<DetectedBox> shown =
        d.boxes().stream().filter(b -> f.id().equals(b.label().finding())).toList();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            present(
                f,
                shown.stream().mapToDouble(DetectedBox::volumeMl).sum(),
                places.ofBoxes(f, shown)));
  }

  private static Optional<Statement> scored(Finding f, Classification c, OutputSpec output) {
    double yes = output.threshold() == null ? YES : output.threshold();
    return c.labels().stream()
        .filter(l -> f.id().equals(l.label().finding()) && l.probability() >= yes)
        .findFirst()
        .map(_ -> Statement.of(f.id(), Presence.PRESENT));
  }

  private static Statement present(Finding f, double ml, Places.Shares where) {
    boolean speck = f.extent() != Extent.DIFFUSE && ml < LEAST_FOCAL_ML;
    return new Statement(
        f.id(),
        speck ? Presence.UNCERTAIN : Presence.PRESENT,
        Places.round(ml),
        where.left(),
        where.right(),
        where.sites(),
        where.notIn());
  }

  /** Whether the specialist was given a sequence that the finding can be judged on. */
  private boolean visible(Finding f, BundleManifest manifest) {
    Set<String> read =
        manifest.inputs().stream()
            .map(InputSpec::sequence)
            .filter(s -> s == null || given.contains(s))
            .map(s -> s == null ? "" : s.label())
            .collect(Collectors.toSet());
    return f.seenOn().isEmpty()
        || read.contains("") // takes any sequence: whichever was first
        || f.seenOn().stream().anyMatch(read::contains);
  }
}
