package io.sightline.segmentation.anatomy;

/**
 * A region or structure that something lies in.
 *
 * @param id with its side, for example {@code left-frontal-lobe}
 * @param site the id without its side: what the lexicon's {@code structures} list
 * @param name in words, with its side
 * @param fraction of the mask's voxels that lie in it, 0..1
 * @param source whether the atlas or the case's own segmentation says so
 */
public record Place(
    String id, String site, String name, Side side, double fraction, Source source) {

  /** Where the outline of a place comes from. */
  public enum Source {
    ATLAS,
    STRUCTURE
  }
}
