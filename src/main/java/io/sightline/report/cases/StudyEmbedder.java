package io.sightline.report.cases;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.bundle.FileEntry;
import io.sightline.report.scope.ChosenInput;
import io.sightline.report.scope.Selection;
import io.sightline.report.scope.SeriesChooser;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.shared.Cancellation;
import io.sightline.study.Studies;
import io.sightline.study.Study;
import io.sightline.vision.Encoding;
import io.sightline.vision.ImageEmbedding;
import io.sightline.vision.VisionEncoder;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Embeds studies with the encoder of the bundle that drafts reports when nobody names another.
 * Thread-safe; blocking.
 */
public final class StudyEmbedder implements CaseEmbedder {
  private final BundleRegistry bundles;
  private final Studies studies;
  private final VisionEncoder encoder;

  public StudyEmbedder(BundleRegistry bundles, Studies studies, VisionEncoder encoder) {
    this.bundles = bundles;
    this.studies = studies;
    this.encoder = encoder;
  }

  @Override
  public Optional<EmbeddingSpace> space() {
    return bundle().flatMap(StudyEmbedder::space);
  }

  @Override
  public Optional<String> graph() {
    return bundle().map(Bundle::manifest).flatMap(StudyEmbedder::graph);
  }

  private static Optional<String> graph(BundleManifest m) {
    return ImageEmbedding.file(m)
        .flatMap(path -> m.files().stream().filter(f -> f.path().equals(path)).findFirst())
        .map(FileEntry::sha256);
  }

  private Optional<Bundle> bundle() {
    return bundles.all().stream()
        .filter(Bundle::usable)
        .filter(b -> b.manifest().kind() == BundleManifest.Kind.GENERALIST)
        .filter(b -> b.manifest().task().equals("report"))
        .findFirst();
  }

  /** The space of a bundle's encoder. */
  static Optional<EmbeddingSpace> space(Bundle bundle) {
    return ImageEmbedding.source(bundle.manifest())
        .map(source -> new EmbeddingSpace(bundle.id(), bundle.sha256(), source));
  }

  /** What an encoding that is there already says of its study. */
  public static Optional<CaseEmbedding> of(Bundle bundle, Encoding encoding) {
    return space(bundle)
        .flatMap(
            space ->
                ImageEmbedding.of(space.source(), encoding)
                    .flatMap(e -> CaseEmbedding.normalised(space, e.vector())));
  }

  @Override
  public Optional<CaseEmbedding> embed(String studyId) {
    Optional<Bundle> bundle = bundle().filter(b -> space(b).isPresent());
    Optional<Study> study = studies.find(studyId);
    return bundle.isEmpty() || study.isEmpty()
        ? Optional.empty()
        : embed(bundle.get(), study.get());
  }

  private Optional<CaseEmbedding> embed(Bundle bundle, Study study) {
    Selection selection = SeriesChooser.choose(study, bundle.manifest());
    if (selection.refusal() != null) {
      return Optional.empty();
    }
    Map<Sequence, Volume> volumes = new EnumMap<>(Sequence.class);
    for (ChosenInput i : selection.inputs()) {
      volumes.put(i.slot(), studies.volume(study.id(), i.series().uid(), i.volume().index()));
    }
    return of(bundle, encoder.encode(bundle, volumes, new Cancellation()));
  }
}
