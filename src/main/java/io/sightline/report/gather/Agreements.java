package io.sightline.report.gather;

import io.sightline.bundle.LabelSpec;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a generalist's structures with those of specialists that know the same ones. */
public final class Agreements {
  private final LabelMap map;

  /** Unsided structure of each label of the generalist. */
  private final Map<Integer, String> structures = new HashMap<>();

  private final Map<String, Double> volumes = new HashMap<>();

  /**
   * @param map the generalist's structures on the model grid
   * @param labels of the map; 0 is background
   */
  public Agreements(LabelMap map, List<LabelSpec> labels) {
    this.map = map;
    labels.stream()
        .filter(l -> l.index() > 0)
        .forEach(l -> structures.put(l.index(), unsided(l.id())));
    for (byte label : map.labels()) {
      String structure = structures.get(label & 0xff);
      if (structure != null) {
        volumes.merge(structure, map.geometry().voxelMl(), Double::sum);
      }
    }
  }

  /** One for each structure that both know; what only one found counts as 0 mL of the other. */
  public List<Agreement> with(String specialist, Segmentation found) {
    Map<String, List<SegmentedLabel>> byStructure = new LinkedHashMap<>();
    found
        .labels()
        .forEach(l -> byStructure.computeIfAbsent(unsided(l.id()), _ -> new ArrayList<>()).add(l));
    List<Agreement> out = new ArrayList<>();
    byStructure.forEach(
        (structure, labels) -> {
          if (structures.containsValue(structure)) {
            out.add(compare(specialist, structure, labels));
          }
        });
    return out;
  }

  private Agreement compare(String specialist, String structure, List<SegmentedLabel> labels) {
    double ml = labels.stream().mapToDouble(SegmentedLabel::volumeMl).sum();
    double both = labels.stream().mapToDouble(l -> sharedMl(l.mask(), structure)).sum();
    double generalist = volumes.getOrDefault(structure, 0.0);
    return new Agreement(
        specialist,
        structure,
        structure.replace('-', ' '),
        generalist,
        ml,
        Math.min(1, 2 * both / (generalist + ml)));
  }

  /** mL of a mask that lie in a structure of the generalist, by the nearest voxel. */
  private double sharedMl(Mask mask, String structure) {
    VolumeGeometry g = mask.geometry();
    long shared = 0;
    for (int k = 0, n = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++, n++) {
          if (mask.inside()[n] != 0 && structure.equals(structures.get(at(g.toPatient(i, j, k))))) {
            shared++;
          }
        }
      }
    }
    return shared * g.voxelMl();
  }

  private int at(Vec3 lps) {
    VolumeGeometry g = map.geometry();
    Vec3 index = g.toIndex(lps);
    int i = (int) Math.rint(index.x());
    int j = (int) Math.rint(index.y());
    int k = (int) Math.rint(index.z());
    boolean inside = i >= 0 && j >= 0 && k >= 0 && i < g.nx() && j < g.ny() && k < g.nz();
    return inside ? map.at(i, j, k) : 0;
  }

  static String unsided(String id) {
    return id.replaceFirst("^(left|right)-", "");
  }
}
