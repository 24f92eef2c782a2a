package io.sightline.segmentation.anatomy;

import io.sightline.shared.CodedConcept;
import org.jspecify.annotations.Nullable;

/**
 * One region of an atlas.
 *
 * @param value in the label map, 1..255
 * @param id kebab-case with its side, for example {@code left-frontal-lobe}
 * @param site in words without its side, for example {@code frontal lobe}
 */
public record AtlasLabel(
    int value, String id, String name, Side side, String site, @Nullable CodedConcept code) {
  public AtlasLabel {
    if (value < 1 || value > 255) {
      throw new IllegalArgumentException("an atlas label is 1..255, not " + value);
    }
  }
}
