package io.sightline.volume;

import io.sightline.dicom.FrameAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can tell frames at one place apart, in the order in which it is tried.
 *
 * <p>The warning code of each names what a series was split by.
 */
enum Discriminator {
  IMAGE_TYPE("image_types", "image types", f -> String.join("\\", f.imageType())),
  B_VALUE("b_values", "b-values", FrameAttributes::bValue),
  ECHO_TIME("echo_times", "echo times", FrameAttributes::echoTime),
  STACK("stacks", "stacks", FrameAttributes::stackId),
  TEMPORAL_POSITION("time_points", "time points", FrameAttributes::temporalPosition),
  TRIGGER_TIME("time_points", "trigger times", FrameAttributes::triggerTime),
  ACQUISITION("time_points", "acquisitions", FrameAttributes::acquisitionNumber),
  TIME("time_points", "acquisition times", FrameAttributes::time);

  private final String code;
  private final String words;
  private final Function<FrameAttributes, @Nullable Object> key;

  Discriminator(String code, String words, Function<FrameAttributes, @Nullable Object> key) {
    this.code = code;
    this.words = words;
    this.key = key;
  }

  String code() {
    return code;
  }

  String words() {
    return words;
  }

  /** The frames by ascending value; those without a value come first. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  List<List<PlacedFrame>> partition(List<PlacedFrame> frames) {
    Comparator<Object> ascending = (a, b) -> ((Comparable) a).compareTo(b);
    TreeMap<@Nullable Object, List<PlacedFrame>> parts =
        new TreeMap<>(Comparator.nullsFirst(ascending));
    for (PlacedFrame frame : frames) {
      parts.computeIfAbsent(key.apply(frame.frame()), _ -> new ArrayList<>()).add(frame);
    }
    return List.copyOf(parts.values());
  }
}
