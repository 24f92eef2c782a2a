package io.sightline.vision;

import io.sightline.bundle.InputSpec;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Gives each slot of a bundle the volume of its sequence, in the manifest's order. */
final class Slots {
  private Slots() {}

  /**
   * A slot without a declared sequence takes the first volume that no other slot names.
   *
   * @return by slot name; slots without a volume are missing
   */
  static SequencedMap<String, Volume> assign(
      List<InputSpec> inputs, Map<Sequence, Volume> volumes) {
    SequencedMap<String, Volume> assigned = new LinkedHashMap<>();
    Map<Sequence, Volume> free = new LinkedHashMap<>(volumes);
    inputs.stream().map(InputSpec::sequence).filter(s -> s != null).forEach(free::remove);
    for (InputSpec input : inputs) {
      Volume volume = input.sequence() == null ? first(free) : volumes.get(input.sequence());
      if (volume != null) {
        assigned.put(input.name(), volume);
      }
    }
    return assigned;
  }

  private static @org.jspecify.annotations.Nullable Volume first(Map<Sequence, Volume> free) {
    var entries = free.entrySet().iterator();
    if (!entries.hasNext()) {
      return null;
    }
    Volume volume = entries.next().getValue();
    entries.remove();
    return volume;
  }
}
