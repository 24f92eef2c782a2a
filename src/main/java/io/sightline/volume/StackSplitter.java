package io.sightline.volume;

import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Splits frames of one grid into stacks that hold each place once: time points, b-values, echoes.
 * Splits only where places repeat, so that an attribute that merely varies along a stack splits
 * nothing.
 */
final class StackSplitter {
  /** Frames nearer than this along the normal are at the same place, mm. */
  static final double SAME_PLACE = 0.01;

  private static final int SMALLEST_STACK = 2;
  private static final double MOST = 0.75;

  private final List<Warning> warnings;

  /**
   * @param warnings takes one warning per split
   */
  StackSplitter(List<Warning> warnings) {
    this.warnings = warnings;
  }

  List<List<PlacedFrame>> split(List<PlacedFrame> frames) {
    return split(frames, 0);
  }

  private List<List<PlacedFrame>> split(List<PlacedFrame> frames, int from) {
    if (places(frames).values().stream().allMatch(p -> p.size() == 1)) {
      return List.of(frames);
    }
    Discriminator[] all = Discriminator.values();
    for (int d = from; d < all.length; d++) {
      List<List<PlacedFrame>> parts = all[d].partition(frames);
      if (meaningful(parts)) {
        warn(all[d].code(), parts.size(), all[d].words());
        List<List<PlacedFrame>> stacks = new ArrayList<>();
        for (List<PlacedFrame> part : parts) {
          stacks.addAll(split(part, d + 1));
        }
        return stacks;
      }
    }
    return byOrder(frames);
  }

  /** At least two parts are whole stacks, and few frames lie in others: strays, a broken scan. */
  private static boolean meaningful(List<List<PlacedFrame>> parts) {
    int largest = parts.stream().mapToInt(p -> places(p).size()).max().orElse(0);
    int whole = Math.max(SMALLEST_STACK, (largest + 1) / 2);
    List<Integer> stacks =
        parts.stream().filter(p -> places(p).size() >= whole).map(List::size).toList();
    int inStacks = stacks.stream().mapToInt(n -> n).sum();
    int all = parts.stream().mapToInt(List::size).sum();
    return stacks.size() > 1 && inStacks >= MOST * all;
  }

  /** With equally many frames at each place, the n-th of each, by instance number, are a stack. */
  private List<List<PlacedFrame>> byOrder(List<PlacedFrame> frames) {
    TreeMap<Long, List<PlacedFrame>> places = places(frames);
    int count = places.firstEntry().getValue().size();
    if (places.size() < SMALLEST_STACK
        || places.values().stream().anyMatch(p -> p.size() != count)) {
      return List.of(frames);
    }
    List<List<PlacedFrame>> stacks = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int nth = n;
      stacks.add(places.values().stream().map(p -> ordered(p).get(nth)).toList());
    }
    warn("time_points", count, "frames at each place, in the order of their instance numbers");
    return stacks;
  }

  static List<PlacedFrame> ordered(List<PlacedFrame> frames) {
    return frames.stream()
        .sorted(
            Comparator.comparing(
                    (PlacedFrame f) -> f.header().instanceNumber(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(f -> f.header().sopInstanceUid())
                .thenComparingInt(f -> f.frame().index()))
        .toList();
  }

  /** Frames by place along the normal; neighbours within the tolerance share one. */
  static TreeMap<Long, List<PlacedFrame>> places(List<PlacedFrame> frames) {
    TreeMap<Long, List<PlacedFrame>> places = new TreeMap<>();
    Vec3 normal = frames.getFirst().normal();
    List<PlacedFrame> sorted =
        frames.stream().sorted(Comparator.comparingDouble(f -> f.position().dot(normal))).toList();
    double last = Double.NEGATIVE_INFINITY;
    for (PlacedFrame frame : sorted) {
      double depth = frame.position().dot(normal);
      if (depth - last > SAME_PLACE) {
        places.put((long) places.size(), new ArrayList<>());
        last = depth;
      }
      places.lastEntry().getValue().add(frame);
    }
    return places;
  }

  private void warn(String code, int parts, String words) {
    warnings.add(
        new Warning(
            code, "The series was split into %d volumes by its %s.".formatted(parts, words)));
  }
}
