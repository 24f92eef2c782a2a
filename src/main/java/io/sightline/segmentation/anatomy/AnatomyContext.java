package io.sightline.segmentation.anatomy;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.vision.Encoding;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The anatomy of one case: its structures, its mid-sagittal plane, and the bundle's atlas laid over
 * it. Immutable and thread-safe.
 */
public final class AnatomyContext {
  private final LabelMap map;
  private final Map<Integer, LabelSpec> labels = new HashMap<>();
  private final List<StructureMeasure> structures;
  private final Optional<MidPlane> plane;
  private final AtlasAlignment atlas;

  /**
   * @param map structures of the whole grid
   * @param labels what the numbers of the map mean
   * @param atlas to be aligned to the structures, if there is one
   */
  public AnatomyContext(LabelMap map, List<LabelSpec> labels, Optional<Atlas> atlas) {
    this.map = map;
    labels.forEach(l -> this.labels.put(l.index(), l));
    this.structures = StructureSurvey.of(map, labels);
    this.plane = MidPlane.of(structures);
    this.atlas =
        atlas
            .map(a -> AtlasAlignment.of(a, structures))
            .orElseGet(() -> AtlasAlignment.none("The bundle carries no atlas."));
  }

  /** Reads the bundle's atlas and aligns it; some ten milliseconds. */
  public static AnatomyContext of(Bundle bundle, Encoding encoding) {
    List<LabelSpec> labels =
        bundle.manifest().output("structures").map(OutputSpec::labels).orElse(List.of());
    return new AnatomyContext(encoding.structures(), labels, AtlasReader.read(bundle));
  }

  /** Structures found, in the manifest's order, with volume and centroid on the model grid. */
  public List<StructureMeasure> structures() {
    return structures;
  }

  public Optional<StructureMeasure> structure(String id) {
    return structures.stream().filter(s -> s.id().equals(id)).findFirst();
  }

  /** All structures together, mL. */
  public double totalMl() {
    return structures.stream().mapToDouble(StructureMeasure::volumeMl).sum();
  }

  public Optional<MidPlane> midPlane() {
    return plane;
  }

  /** The alignment, or the reason why there is none. */
  public AtlasAlignment atlas() {
    return atlas;
  }

  /** Side and places of a mask on any grid; {@link Location#UNKNOWN} when it is empty. */
  public Location locate(Mask mask) {
    Localiser localiser = new Localiser(map, labels, atlas, plane);
    VolumeGeometry g = mask.geometry();
    int n = 0;
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          if (mask.inside()[n++] != 0) {
            localiser.add(g.toPatient(i, j, k));
          }
        }
      }
    }
    return localiser.result();
  }

  /** Side and places of points, LPS mm. */
  public Location locate(List<Vec3> points) {
    Localiser localiser = new Localiser(map, labels, atlas, plane);
    points.forEach(localiser::add);
    return localiser.result();
  }
}
