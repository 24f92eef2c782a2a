package io.sightline.volume;

import io.sightline.dicom.PixelFormat;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one volume from one stack of frames, and says what is odd about it. */
final class StackBuilder {
  private final List<Warning> warnings = new ArrayList<>();
  private final List<Warning> refusals;
  private final VolumeLimits limits;

  /**
   * @param refusals takes the reason when no volume comes out
   */
  StackBuilder(List<Warning> refusals, VolumeLimits limits) {
    this.refusals = refusals;
    this.limits = limits;
  }

  Optional<AssembledVolume> build(List<PlacedFrame> stack) {
    List<PlacedFrame> slices = withoutDuplicates(stack);
    if (slices.size() < 2) {
      return refuse(new Warning("single_slice", "One slice alone makes no volume."));
    }
    PlacedFrame first = slices.getFirst();
    Vec3 normal = first.normal();
    StackGeometry along =
        StackGeometry.of(slices.stream().map(s -> s.position().dot(normal)).toList());
    InPlaneShift shift = InPlaneShift.of(slices);
    Optional<Warning> obstacle = obstacle(slices, along, shift);
    if (obstacle.isPresent()) {
      return refuse(obstacle.get());
    }
    describe(slices, along, shift);
    return Optional.of(volume(slices, along, shift, geometry(first, along, shift, normal)));
  }

  private Optional<Warning> obstacle(
      List<PlacedFrame> slices, StackGeometry along, InPlaneShift shift) {
    PixelFormat pixels = slices.getFirst().pixels();
    long missing = along.planes() - slices.size();
    if (missing > slices.size() + 1) {
      return Optional.of(
          new Warning(
              "gap",
              "More slices are missing than present: %d of %d planes."
                  .formatted(missing, along.planes())));
    }
    if (shift.extraColumns() > pixels.columns() || shift.extraRows() > pixels.rows()) {
      return Optional.of(
          new Warning("gantry_tilt", "The slices are shifted by more than their own width."));
    }
    long nx = (long) pixels.columns() + shift.extraColumns();
    long ny = (long) pixels.rows() + shift.extraRows();
    return nx * ny * along.planes() <= limits.maxVoxels()
        ? Optional.empty()
        : Optional.of(
            new Warning("too_large", "The volume has more voxels than this server accepts."));
  }

  private AssembledVolume volume(
      List<PlacedFrame> frames, StackGeometry along, InPlaneShift shift, VolumeGeometry geometry) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      PlacedFrame f = frames.get(i);
      slices.add(
          new Slice(
              f.header().sopInstanceUid(),
              f.frame().index(),
              along.k()[i],
              shift.columns(i),
              shift.rows(i)));
    }
    PlacedFrame middle = frames.get(frames.size() / 2);
    return new AssembledVolume(
        geometry,
        middle.header().series().modality(),
        slices,
        SequenceClassifier.classify(middle.header(), middle.frame()),
        warnings);
  }

  private static VolumeGeometry geometry(
      PlacedFrame first, StackGeometry along, InPlaneShift shift, Vec3 n) {
    Vec3 r = first.row();
    Vec3 c = first.column();
    Vec3 origin =
        first
            .position()
            .plus(r.times(shift.originColumns() * first.columnSpacing()))
            .plus(c.times(shift.originRows() * first.rowSpacing()));
    return new VolumeGeometry(
        first.pixels().columns() + shift.extraColumns(),
        first.pixels().rows() + shift.extraRows(),
        Math.toIntExact(along.planes()),
        new Vec3(first.columnSpacing(), first.rowSpacing(), along.spacing()),
        origin,
        new double[] {r.x(), c.x(), n.x(), r.y(), c.y(), n.y(), r.z(), c.z(), n.z()});
  }

  private void describe(List<PlacedFrame> slices, StackGeometry along, InPlaneShift shift) {
    long missing = along.planes() - slices.size();
    if (!along.regular()) {
      warn(
          "irregular_spacing",
          "The slices are unevenly spaced; they were resampled to %.2f mm."
              .formatted(along.spacing()));
    } else if (missing > 0) {
      warn(
          "gap",
          "%d of %d slices are missing; those planes are interpolated from their neighbours."
              .formatted(missing, along.planes()));
    }
    if (shift.any()) {
      warn(
          "gantry_tilt",
          "The slices are stacked at %.1f degrees to their normal; they were resampled to an upright grid."
              .formatted(shift.tiltDegrees()));
    }
  }

  private List<PlacedFrame> withoutDuplicates(List<PlacedFrame> stack) {
    List<PlacedFrame> kept =
        StackSplitter.places(stack).values().stream()
            .map(place -> StackSplitter.ordered(place).getFirst())
            .toList();
    if (kept.size() < stack.size()) {
      warn(
          "duplicate",
          "%d slices lie where another one does; the first of each place was used."
              .formatted(stack.size() - kept.size()));
    }
    return kept;
  }

  private void warn(String code, String message) {
    warnings.add(new Warning(code, message));
  }

  private Optional<AssembledVolume> refuse(Warning reason) {
    refusals.addAll(warnings);
    refusals.add(reason);
    return Optional.empty();
  }
}
