package io.sightline.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame of an object: where it lies, what its stored values mean, and what tells it from other
 * frames at the same place. A classic image has one; for enhanced objects the per-frame functional
 * group wins over the shared one (DICOM PS3.3 section C.7.6.16).
 *
 * @param index 0-based place in Pixel Data
 * @param position Image Position (Patient): LPS mm of the first pixel's centre; empty when unknown
 * @param orientation Image Orientation (Patient): six direction cosines, along a row then down a
 *     column; empty when unknown
 * @param pixelSpacing mm between rows, then between columns; empty when unknown
 * @param sliceThickness mm, or null
 * @param rescaleSlope factor from stored to real-world values
 * @param rescaleIntercept offset from stored to real-world values
 * @param echoTime ms, or null
 * @param bValue s/mm2, or null
 * @param time Acquisition Time or Frame Acquisition DateTime as written, or null
 */
public record FrameAttributes(
    int index,
    List<Double> position,
    List<Double> orientation,
    List<Double> pixelSpacing,
    @Nullable Double sliceThickness,
    double rescaleSlope,
    double rescaleIntercept,
    List<String> imageType,
    @Nullable Double echoTime,
    @Nullable Double bValue,
    @Nullable Integer temporalPosition,
    @Nullable Integer acquisitionNumber,
    @Nullable Double triggerTime,
    @Nullable String time,
    @Nullable String stackId) {
  public FrameAttributes {
    position = List.copyOf(position);
    orientation = List.copyOf(orientation);
    pixelSpacing = List.copyOf(pixelSpacing);
    imageType = List.copyOf(imageType);
  }

  /** Whether position, orientation and spacing are all known. */
  public boolean placed() {
    return position.size() == 3 && orientation.size() == 6 && pixelSpacing.size() == 2;
  }
}
