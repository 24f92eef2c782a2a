package io.sightline.report.lexicon;

/** Whether a finding has a mask of its own. */
public enum Extent {
  /** One place that can be pointed at. */
  FOCAL,
  /** One place beside the brain: the site that is named is its neighbour. */
  BESIDE,
  /** Many places, or a whole structure. */
  DIFFUSE,
  /** About a place, without voxels of its own: a shift, a compression. */
  RELATION
}
