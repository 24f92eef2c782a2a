package io.sightline.report.scope;

import io.sightline.study.Series;
import io.sightline.study.Series.SeriesVolume;
import io.sightline.volume.VolumeGeometry;

/** One volume that might go into a bundle. */
record Candidate(Series series, SeriesVolume volume) {

  /** Covered space, mm3. */
  double coverage() {
    VolumeGeometry g = volume.geometry();
    return g.voxels() * g.voxelMl() * 1000;
  }

  /** Shortest edge of the covered box, mm. */
  double thinnest() {
    VolumeGeometry g = volume.geometry();
    return Math.min(
        g.nx() * g.spacing().x(), Math.min(g.ny() * g.spacing().y(), g.nz() * g.spacing().z()));
  }

  String name() {
    return name(series);
  }

  static String name(Series series) {
    String description = series.description();
    return description == null || description.isBlank()
        ? "series " + tail(series.uid())
        : "series '" + description + "'";
  }

  private static String tail(String uid) {
    return uid.length() <= 12 ? uid : "…" + uid.substring(uid.length() - 12);
  }
}
