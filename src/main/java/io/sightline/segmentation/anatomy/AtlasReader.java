package io.sightline.segmentation.anatomy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sightline.bundle.AtlasSpec;
import io.sightline.bundle.Bundle;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the label map and the YAML that a manifest's {@code atlas} names. */
final class AtlasReader {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(
              com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, true);

  private AtlasReader() {}

  /** {@code atlas.yaml} as written. */
  record Described(List<AtlasLabel> labels, Map<String, double[]> landmarks) {}

  /**
   * @return empty when the manifest declares no atlas
   * @throws ProblemException {@code invalid_bundle} when the files cannot be used
   */
  static Optional<Atlas> read(Bundle bundle) {
    AtlasSpec spec = bundle.manifest().atlas();
    return spec == null
        ? Optional.empty()
        : Optional.of(
            read(bundle.folder().resolve(spec.file()), bundle.folder().resolve(spec.labels())));
  }

  static Atlas read(Path map, Path yaml) {
    try {
      Described described = YAML.readValue(yaml.toFile(), Described.class);
      Volume values = NiftiReader.read(map, VolumeLimits.DEFAULT).volumes().getFirst();
      return new Atlas(labels(values), described.labels(), landmarks(described));
    } catch (IOException | ProblemException | IllegalArgumentException e) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "The bundle's atlas could not be read.", e);
    }
  }

  private static LabelMap labels(Volume values) {
    byte[] labels = new byte[values.voxels().length];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = (byte) Math.round(values.voxels()[n]);
    }
    return new LabelMap(values.geometry(), labels);
  }

  private static Map<String, Vec3> landmarks(Described described) {
    Map<String, Vec3> landmarks = new HashMap<>();
    described.landmarks().forEach((id, p) -> landmarks.put(id, new Vec3(p[0], p[1], p[2])));
    return landmarks;
  }
}
