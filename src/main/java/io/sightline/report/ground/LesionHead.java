package io.sightline.report.ground;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.ConnectedComponents;
import io.sightline.segmentation.MaskCleaner;
import io.sightline.segmentation.Overlap;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.vision.Encoding;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bundle's own lesion segmentation as a specialist: per finding a mask on the model grid, its
 * connected parts and how far the head trusts them. A finding's mask is the first class of {@code
 * heads} that the bundle has, less the classes of {@code without}; a part in which the mean
 * probability of a class of {@code unless} is above one half is that other disease and no part;
 * where parts hold a later class of {@code heads}, only those count. Thread-safe.
 */
public final class LesionHead {
  /** Role of the output in the manifest. */
  public static final String OUTPUT = "lesions";

  private static final double DEFAULT_THRESHOLD = 0.5;
  private static final double DEFAULT_MIN_ML = 0.1;

  /** Probabilities stay this far from 0 and 1. */
  private static final double LEAST = 1e-4;

  /** Mean probability of another disease above which a whole part is that. */
  private static final double MOST_OF_ANOTHER = 0.5;

  private final Map<String, Volume> logits;
  private final AnatomyContext anatomy;
  private final double shift;
  private final double minMl;
  private final Map<String, List<LesionPart>> parts = new ConcurrentHashMap<>();

  private LesionHead(
      Map<String, Volume> logits, AnatomyContext anatomy, double threshold, double minMl) {
    this.logits = logits;
    this.anatomy = anatomy;
    this.shift = Math.log(threshold / (1 - threshold));
    this.minMl = minMl;
  }

  public static LesionHead of(BundleManifest manifest, Encoding encoding, AnatomyContext anatomy) {
    Optional<OutputSpec> spec = manifest.output(OUTPUT);
    return new LesionHead(
        encoding.lesionLogits(),
        anatomy,
        spec.map(OutputSpec::threshold).orElse(DEFAULT_THRESHOLD),
        spec.map(OutputSpec::minVolumeMl).orElse(DEFAULT_MIN_ML));
  }

  /** Volume below which a part counts as nothing, mL. */
  public double minMl() {
    return minMl;
  }

  /** Whether any class of this head can see the finding. */
  public boolean sees(Finding finding) {
    return finding.heads().stream().anyMatch(logits::containsKey);
  }

  /** mL per class over its threshold, specks included; ordered by name. */
  public Map<String, Double> volumesMl() {
    Map<String, Double> out = new TreeMap<>();
    logits.forEach((id, v) -> out.put(id, inside(shifted(v)).volumeMl()));
    return out;
  }

  /** Of the voxel that shows the finding most clearly, 0..1; 0 when no class sees it. */
  public double highestProbability(Finding finding) {
    double highest = 0;
    for (Volume v : logits(finding).stream().toList()) {
      for (float logit : v.voxels()) {
        highest = Math.max(highest, probability(logit + shift));
      }
    }
    return highest;
  }

  /** Connected parts of a finding of at least {@link #minMl}, the largest first. */
  public List<LesionPart> parts(Finding finding) {
    return parts.computeIfAbsent(finding.id(), _ -> split(finding));
  }

  /** mL of all parts together. */
  public double ml(Finding finding) {
    return parts(finding).stream().mapToDouble(LesionPart::volumeMl).sum();
  }

  /**
   * Logits of a finding, above 0 inside: its class's probability less those that explain it away,
   * without parts that are another disease. Empty when no class sees it.
   */
  Optional<Volume> logits(Finding finding) {
    Optional<Volume> first =
        finding.heads().stream().filter(logits::containsKey).map(logits::get).findFirst();
    return first
        .map(v -> finding.without().isEmpty() ? shifted(v) : without(v, finding))
        .map(v -> unless(v, finding));
  }

  private Volume without(Volume first, Finding finding) {
    List<Volume> others = known(finding.without());
    float[] out = new float[first.voxels().length];
    for (int n = 0; n < out.length; n++) {
      double p = probability(first.voxels()[n]);
      for (Volume other : others) {
        p -= probability(other.voxels()[n]);
      }
      p = Math.clamp(p, LEAST, 1 - LEAST);
      out[n] = (float) (Math.log(p / (1 - p)) - shift);
    }
    return new Volume(first.geometry(), out);
  }

  /** A connected part is one disease: where it is more likely another one, it is none of this. */
  private Volume unless(Volume found, Finding finding) {
    List<Volume> others = known(finding.unless());
    if (others.isEmpty()) {
      return found;
    }
    float[] out = found.voxels().clone();
    for (int[] part : ConnectedComponents.of(inside(found))) {
      if (others.stream().anyMatch(other -> mean(other, part) > MOST_OF_ANOTHER)) {
        for (int n : part) {
          out[n] = (float) (Math.log(LEAST / (1 - LEAST)) - shift);
        }
      }
    }
    return new Volume(found.geometry(), out);
  }

  private static double mean(Volume logits, int[] part) {
    double sum = 0;
    for (int n : part) {
      sum += probability(logits.voxels()[n]);
    }
    return sum / part.length;
  }

  private List<Volume> known(List<String> classes) {
    return classes.stream().filter(logits::containsKey).map(logits::get).toList();
  }

  private static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private List<LesionPart> split(Finding finding) {
    Optional<Volume> found = logits(finding);
    if (found.isEmpty()) {
      return List.of();
    }
    Mask mask = MaskCleaner.dropBelow(inside(found.get()), minMl);
    List<LesionPart> out = new ArrayList<>();
    for (int[] component : ConnectedComponents.of(mask)) {
      byte[] one = new byte[mask.inside().length];
      for (int n : component) {
        one[n] = 1;
      }
      Mask part = new Mask(mask.geometry(), one);
      out.add(new LesionPart(part, part.volumeMl(), anatomy.locate(part)));
    }
    List<LesionPart> seeded = out.stream().filter(p -> holdsLaterClass(p, finding)).toList();
    return seeded.isEmpty() ? List.copyOf(out) : seeded;
  }

  /** A tumour has a core: where some parts hold one, the others are something else. */
  private boolean holdsLaterClass(LesionPart part, Finding finding) {
    return finding.heads().stream()
        .skip(1)
        .filter(logits::containsKey)
        .anyMatch(id -> Overlap.of(part.mask(), inside(shifted(logits.get(id)))).both() > 0);
  }

  private Volume shifted(Volume v) {
    float[] out = v.voxels().clone();
    for (int n = 0; n < out.length; n++) {
      out[n] -= (float) shift;
    }
    return new Volume(v.geometry(), out);
  }

  private static Mask inside(Volume v) {
    byte[] inside = new byte[v.voxels().length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (v.voxels()[n] > 0 ? 1 : 0);
    }
    return new Mask(v.geometry(), inside);
  }
}
