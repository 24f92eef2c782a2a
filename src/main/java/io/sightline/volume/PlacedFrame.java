package io.sightline.volume;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.FrameAttributes;
import io.sightline.dicom.PixelFormat;
import java.util.List;
import java.util.Optional;

/**
 * A frame whose place in patient space is known and sound.
 *
 * @param position LPS mm of the first pixel's centre
 * @param row unit vector along which the column index grows
 * @param column unit vector along which the row index grows, orthogonal to {@code row}
 */
record PlacedFrame(
    DicomHeader header,
    PixelFormat pixels,
    FrameAttributes frame,
    Vec3 position,
    Vec3 row,
    Vec3 column) {
  private static final double UNIT_TOLERANCE = 0.02;

  /** Empty where position, orientation or spacing is missing or makes no plane. */
  static Optional<PlacedFrame> of(DicomHeader header, FrameAttributes frame) {
    PixelFormat pixels = header.pixels();
    if (pixels == null || !frame.placed()) {
      return Optional.empty();
    }
    List<Double> o = frame.orientation();
    Vec3 row = new Vec3(o.get(0), o.get(1), o.get(2));
    Vec3 column = new Vec3(o.get(3), o.get(4), o.get(5));
    if (!soundPlane(row, column) || frame.pixelSpacing().stream().anyMatch(s -> s <= 0)) {
      return Optional.empty();
    }
    Vec3 r = row.times(1 / row.length());
    Vec3 c = column.minus(r.times(column.dot(r)));
    Vec3 position =
        new Vec3(frame.position().get(0), frame.position().get(1), frame.position().get(2));
    return Optional.of(
        new PlacedFrame(header, pixels, frame, position, r, c.times(1 / c.length())));
  }

  private static boolean soundPlane(Vec3 row, Vec3 column) {
    return Math.abs(row.length() - 1) < UNIT_TOLERANCE
        && Math.abs(column.length() - 1) < UNIT_TOLERANCE
        && Math.abs(row.dot(column)) < UNIT_TOLERANCE;
  }

  Vec3 normal() {
    return row.cross(column);
  }

  /** Distance along the normal, mm. */
  double depth() {
    return position.dot(normal());
  }

  double columnSpacing() {
    return frame.pixelSpacing().get(1);
  }

  double rowSpacing() {
    return frame.pixelSpacing().get(0);
  }
}
