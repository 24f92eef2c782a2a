package io.sightline.routing;

import io.sightline.volume.Sequence;
import io.sightline.volume.VolumeGeometry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What routing knows of a study.
 *
 * @param given one volume per sequence, as the generalist reads them
 * @param missing sequences that the generalist would have read too
 * @param generalist id of the bundle that reads the study
 */
public record RoutingCase(List<GivenVolume> given, List<Sequence> missing, String generalist) {
  public RoutingCase {
    given = List.copyOf(given);
    missing = List.copyOf(missing);
  }

  public Optional<GivenVolume> of(Sequence sequence) {
    return given.stream().filter(g -> g.sequence() == sequence).findFirst();
  }

  /**
   * One volume.
   *
   * @param modality DICOM Modality; empty for NIfTI
   * @param bodyPart BodyPartExamined, or null
   * @param confidence of the sequence's name, 0..1
   * @param flags codes of the warnings of its series and volume, for example {@code gap}
   */
  public record GivenVolume(
      Sequence sequence,
      String modality,
      @Nullable String bodyPart,
      double confidence,
      VolumeGeometry geometry,
      List<String> flags) {
    public GivenVolume {
      flags = List.copyOf(flags);
    }
  }
}
