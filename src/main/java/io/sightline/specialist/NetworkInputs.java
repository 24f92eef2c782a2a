package io.sightline.specialist;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Gives each input of a specialist the volume of its sequence. */
record NetworkInputs(Sequence reference, SequencedMap<String, Volume> byName) {

  /**
   * An input without a declared sequence takes the first volume that there is.
   *
   * @throws ProblemException {@code no_volume} when one that is not optional is missing
   */
  static NetworkInputs of(BundleManifest manifest, SequencedMap<Sequence, Volume> volumes) {
    SequencedMap<String, Volume> byName = new LinkedHashMap<>();
    Optional<Sequence> reference = Optional.empty();
    for (InputSpec input : manifest.inputs()) {
      Sequence sequence = input.sequence();
      if (sequence == null && !volumes.isEmpty()) {
        sequence = volumes.firstEntry().getKey();
      }
      Volume volume = sequence == null ? null : volumes.get(sequence);
      if (volume != null) {
        byName.put(input.name(), volume);
        reference = reference.isPresent() ? reference : Optional.of(sequence);
      } else if (!input.optional()) {
        throw new ProblemException(
            ErrorCode.NO_VOLUME,
            "Specialist %s needs %s, which was not given."
                .formatted(manifest.id(), sequence == null ? "a volume" : sequence.label()));
      }
    }
    return new NetworkInputs(
        reference.orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NO_VOLUME,
                    "Specialist %s reads none of the volumes.".formatted(manifest.id()))),
        byName);
  }

  Volume volume() {
    return byName.firstEntry().getValue();
  }
}
