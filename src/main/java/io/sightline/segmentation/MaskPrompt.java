package io.sightline.segmentation;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asks for a mask; any mixture, at least one part.
 *
 * @param hidden hidden states at {@code <seg>}, each of the language model's width
 * @param points in LPS mm
 * @param box in LPS mm
 * @param previous logits of an earlier mask on the encoding's grid
 */
public record MaskPrompt(
    List<float[]> hidden, List<Point> points, @Nullable Box box, @Nullable Volume previous) {
  public MaskPrompt {
    hidden = List.copyOf(hidden);
    points = List.copyOf(points);
    if (hidden.isEmpty() && points.isEmpty() && box == null && previous == null) {
      throw new IllegalArgumentException("an empty prompt");
    }
  }

  public static MaskPrompt ofHidden(float[] state) {
    return new MaskPrompt(List.of(state), List.of(), null, null);
  }

  /** A click. */
  public record Point(Vec3 lps, boolean positive) {}

  /** Two opposite corners. */
  public record Box(Vec3 min, Vec3 max) {}
}
