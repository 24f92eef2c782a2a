package io.sightline.report;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.gather.MeasuredLine.Found;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.EvidenceWord;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.volume.Mask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a bundle's own lesion head outlined, for the line {@code measured:} of its prompt. A label
 * of the head speaks when its manifest says which finding it shows. The head is no second voice
 * beside its bundle, but it measures where the language model reads: place and size come from
 * voxels.
 */
final class HeadFound {
  /** Less is not told: of a focal finding in its largest part, of others in all. */
  static final double LEAST_ML = 0.5;

  private HeadFound() {}

  static List<Found> of(BundleManifest manifest, LesionHead head, Lexicon lexicon) {
    return manifest.output(LesionHead.OUTPUT).map(OutputSpec::labels).stream()
        .flatMap(List::stream)
        .map(LabelSpec::finding)
        .flatMap(Stream::ofNullable)
        .flatMap(id -> lexicon.finding(id).stream())
        .flatMap(f -> found(f, head).stream())
        .toList();
  }

  private static Optional<Found> found(Finding finding, LesionHead head) {
    EvidenceWord word = finding.evidence();
    List<LesionPart> parts = head.parts(finding);
    if (word == null || parts.isEmpty()) {
      return Optional.empty();
    }
    double all = head.ml(finding);
    double told = finding.extent() == Extent.DIFFUSE ? all : parts.getFirst().volumeMl();
    return told < LEAST_ML ? Optional.empty() : Optional.of(new Found(word, all, union(parts)));
  }

  private static Mask union(List<LesionPart> parts) {
    Mask first = parts.getFirst().mask();
    byte[] inside = first.inside().clone();
    for (LesionPart part : parts) {
      byte[] other = part.mask().inside();
      for (int n = 0; n < inside.length; n++) {
        inside[n] |= other[n];
      }
    }
    return new Mask(first.geometry(), inside);
  }
}
