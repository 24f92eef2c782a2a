package io.sightline.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.chat.answer.AskedPlace;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Vec3;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a request, LPS mm: exactly one part.
 *
 * @param point [x, y, z]
 * @param box two opposite corners
 * @param mask is refused: masks are not taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionRequest(
    @Nullable List<Double> point, @Nullable List<List<Double>> box, @Nullable JsonNode mask) {

  /**
   * @throws ProblemException {@code bad_request}
   */
  public AskedPlace place() {
    if (mask != null && !mask.isNull()) {
      throw bad("A mask cannot be asked about; send a point or a box.");
    }
    if ((point == null) == (box == null)) {
      throw bad("\"region\" has either \"point\" or \"box\".");
    }
    if (point != null) {
      return new AskedPlace.Point(vector(point, "point"));
    }
    return box(box);
  }

  /** Two corners as a box. */
  public static AskedPlace.Box box(@Nullable List<List<Double>> corners) {
    if (corners == null || corners.size() != 2) {
      throw bad("\"box\" has two corners.");
    }
    return AskedPlace.Box.of(vector(corners.get(0), "box"), vector(corners.get(1), "box"));
  }

  /** Three finite numbers of millimetres. */
  public static Vec3 vector(@Nullable List<Double> xyz, String name) {
    if (xyz == null || xyz.size() != 3 || xyz.stream().anyMatch(v -> v == null || !usable(v))) {
      throw bad("\"%s\" takes three numbers, LPS mm.".formatted(name));
    }
    return new Vec3(xyz.get(0), xyz.get(1), xyz.get(2));
  }

  private static boolean usable(double v) {
    return Double.isFinite(v) && Math.abs(v) < 1e5;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ErrorCode.BAD_REQUEST, detail);
  }
}
