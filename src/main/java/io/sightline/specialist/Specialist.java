package io.sightline.specialist;

import io.sightline.shared.Cancellation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.SequencedMap;

/**
 * One network for one job. Thread-safe; blocking and CPU-bound, so never called on an event loop.
 */
public interface Specialist {
  /** The bundle's id. */
  String id();

  Task task();

  /**
   * @param volumes by sequence, in the scanner's grids; those that the specialist does not read are
   *     left alone
   * @return masks lie in the grid of the first volume that the specialist reads
   * @throws io.sightline.shared.ProblemException {@code no_volume} when a sequence that it needs is
   *     missing, {@code out_of_scope} when what it found cannot be true, {@code no_bundle} and
   *     {@code invalid_bundle} when its bundle cannot be used, {@code cancelled}
   */
  SpecialistResult run(SequencedMap<Sequence, Volume> volumes, Cancellation cancellation);
}
