package io.sightline.volume;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.FrameAttributes;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the headers of one series into volumes by geometry alone: never by file name, never by
 * instance number. Reads no pixels. Whatever is odd about a series becomes a warning with a stable
 * code; a series without a volume is no error.
 *
 * <p>Codes on the series: {@code no_image}, {@code unsupported_pixel_format}, {@code localizer},
 * {@code mosaic}, {@code no_geometry}, {@code mixed_orientation}, {@code mixed_matrix}, {@code
 * single_slice}, {@code duplicate}, {@code too_large}, and for splits {@code image_types}, {@code
 * b_values}, {@code echo_times}, {@code stacks}, {@code time_points}. Codes on a volume: {@code
 * gap}, {@code irregular_spacing}, {@code gantry_tilt}, {@code duplicate}.
 */
public final class SeriesAssembler {
  private final VolumeLimits limits;
  private final List<Warning> warnings = new ArrayList<>();

  private SeriesAssembler(VolumeLimits limits) {
    this.limits = limits;
  }

  public static Assembly assemble(List<DicomHeader> series) {
    return assemble(series, VolumeLimits.DEFAULT);
  }

  /**
   * @param series headers of one series, in any order; empty gives an empty assembly
   */
  public static Assembly assemble(List<DicomHeader> series, VolumeLimits limits) {
    return new SeriesAssembler(limits).run(series);
  }

  private Assembly run(List<DicomHeader> series) {
    List<PlacedFrame> frames = placed(images(unique(series)));
    List<AssembledVolume> volumes = new ArrayList<>();
    List<List<PlacedFrame>> groups = FrameGroups.of(frames);
    warnAboutGroups(groups);
    StackSplitter splitter = new StackSplitter(warnings);
    for (List<PlacedFrame> group : groups) {
      for (List<PlacedFrame> stack : splitter.split(group)) {
        new StackBuilder(warnings, limits).build(stack).ifPresent(volumes::add);
      }
    }
    return new Assembly(volumes, warnings.stream().distinct().toList());
  }

  private List<DicomHeader> unique(List<DicomHeader> series) {
    Map<String, DicomHeader> byUid = new LinkedHashMap<>();
    series.forEach(h -> byUid.putIfAbsent(h.sopInstanceUid(), h));
    if (byUid.size() < series.size()) {
      warn("duplicate", "%d objects came more than once.".formatted(series.size() - byUid.size()));
    }
    byUid.values().forEach(h -> warnings.addAll(h.warnings()));
    return List.copyOf(byUid.values());
  }

  private List<DicomHeader> images(List<DicomHeader> series) {
    List<DicomHeader> images = new ArrayList<>();
    for (DicomHeader header : series) {
      ImageCheck.reasonAgainst(header).ifPresentOrElse(warnings::add, () -> images.add(header));
    }
    return images;
  }

  private List<PlacedFrame> placed(List<DicomHeader> images) {
    List<PlacedFrame> frames = new ArrayList<>();
    int unplaced = 0;
    for (DicomHeader header : images) {
      for (FrameAttributes frame : header.frames()) {
        int before = frames.size();
        PlacedFrame.of(header, frame).ifPresent(frames::add);
        unplaced += frames.size() == before ? 1 : 0;
      }
    }
    if (unplaced > 0) {
      warn(
          "no_geometry",
          "%d images do not say where they lie in the patient and were left out."
              .formatted(unplaced));
    }
    return frames;
  }

  private void warnAboutGroups(List<List<PlacedFrame>> groups) {
    if (groups.size() < 2) {
      return;
    }
    PlacedFrame first = groups.getFirst().getFirst();
    boolean oriented =
        groups.stream().allMatch(g -> FrameGroups.sameOrientation(first, g.getFirst()));
    warn(
        oriented ? "mixed_matrix" : "mixed_orientation",
        "The series holds %d groups of slices with different %s; each was taken for itself."
            .formatted(groups.size(), oriented ? "matrix, spacing or reference" : "orientations"));
  }

  private void warn(String code, String message) {
    warnings.add(new Warning(code, message));
  }
}
