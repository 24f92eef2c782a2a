package io.sightline.study;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.SeriesAttributes;
import io.sightline.shared.Sha256;
import io.sightline.volume.AssembledVolume;
import io.sightline.volume.Assembly;
import io.sightline.volume.Sequence;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.SeriesAssembler;
import io.sightline.volume.Slice;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says what a series is: from the headers of its DICOM objects, or from a NIfTI file. */
final class SeriesDescriber {
  private SeriesDescriber() {}

  /**
   * @param headers of all objects of one series, each once
   */
  static StoredSeries describe(List<DicomHeader> headers) {
    Assembly assembly = SeriesAssembler.assemble(headers);
    Map<String, String> hashes =
        headers.stream()
            .collect(Collectors.toMap(DicomHeader::sopInstanceUid, DicomHeader::contentHash));
    List<Series.SeriesVolume> volumes = new ArrayList<>();
    for (AssembledVolume volume : assembly.volumes()) {
      volumes.add(
          new Series.SeriesVolume(
              volumes.size(),
              volume.guess(),
              volume.geometry(),
              hash(volume, hashes),
              volume.sopInstanceUids(),
              volume.warnings()));
    }
    SeriesAttributes attributes = headers.getFirst().series();
    Series series =
        new Series(
            attributes.uid(),
            attributes.modality(),
            attributes.description(),
            attributes.bodyPart(),
            headers.size(),
            guess(volumes, attributes),
            volumes,
            assembly.warnings());
    return new StoredSeries(series, assembly.volumes());
  }

  private static SequenceGuess guess(
      List<Series.SeriesVolume> volumes, SeriesAttributes attributes) {
    return volumes.isEmpty()
        ? new SequenceGuess(Sequence.OTHER, 1, "no volume; Modality " + attributes.modality())
        : volumes.getFirst().guess();
  }

  /** Voxels follow from the objects, their frames and the grid, so a hash over these is theirs. */
  private static String hash(AssembledVolume volume, Map<String, String> hashes) {
    StringBuilder text = new StringBuilder(grid(volume.geometry()));
    for (Slice slice : volume.slices()) {
      text.append('\n')
          .append(hashes.get(slice.sopInstanceUid()))
          .append(' ')
          .append(slice.frame())
          .append(' ')
          .append(slice.k());
    }
    return Sha256.of(text.toString());
  }

  private static String grid(VolumeGeometry g) {
    return "%d %d %d %s %s %s"
        .formatted(g.nx(), g.ny(), g.nz(), g.spacing(), g.origin(), Arrays.toString(g.direction()));
  }

  /** One NIfTI file as a series of its own. */
  static StoredSeries describe(String uid, String instanceUid, NiftiPart part) {
    List<Series.SeriesVolume> volumes =
        IntStream.range(0, part.volumes())
            .mapToObj(
                index ->
                    new Series.SeriesVolume(
                        index,
                        part.guess(),
                        part.geometry(),
                        Sha256.of(part.sha256() + " " + index),
                        List.of(instanceUid),
                        List.of()))
            .toList();
    Series series =
        new Series(
            uid,
            modality(part.guess().sequence()),
            FileName.last(part.file().name()),
            null,
            1,
            part.guess(),
            volumes,
            part.warnings());
    return new StoredSeries(series, List.of());
  }

  private static String modality(Sequence sequence) {
    return switch (sequence) {
      case CT -> "CT";
      case PT -> "PT";
      case OTHER -> "OT";
      default -> "MR";
    };
  }
}
