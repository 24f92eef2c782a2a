package io.sightline.chat.answer;

import io.sightline.volume.Vec3;
import java.util.List;

/** A place that a reader points at, LPS mm. */
public sealed interface AskedPlace {

  /** One point. */
  record Point(Vec3 lps) implements AskedPlace {
    @Override
    public List<List<Double>> corners() {
      return List.of(list(lps));
    }
  }

  /**
   * An axis-aligned box.
   *
   * @param min smallest corner
   * @param max largest corner
   */
  record Box(Vec3 min, Vec3 max) implements AskedPlace {
    @Override
    public List<List<Double>> corners() {
      return List.of(list(min), list(max));
    }

    /** From any two opposite corners. */
    public static Box of(Vec3 a, Vec3 b) {
      return new Box(
          new Vec3(Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.min(a.z(), b.z())),
          new Vec3(Math.max(a.x(), b.x()), Math.max(a.y(), b.y()), Math.max(a.z(), b.z())));
    }

    boolean holds(Vec3 p) {
      return p.x() >= min.x()
          && p.x() <= max.x()
          && p.y() >= min.y()
          && p.y() <= max.y()
          && p.z() >= min.z()
          && p.z() <= max.z();
    }
  }

  /** One corner of a point, two of a box. */
  List<List<Double>> corners();

  private static List<Double> list(Vec3 v) {
    return List.of(v.x(), v.y(), v.z());
  }
}
