package io.sightline.vision;

import io.sightline.bundle.Bundle;
import io.sightline.shared.Cancellation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.Map;

/**
 * Encodes the volumes of a study once. Thread-safe; blocking and CPU-bound, so never call it on an
 * event loop.
 */
public interface VisionEncoder {

  /**
   * @param volumes the series chosen for each slot of the bundle; at least one
   * @throws io.sightline.shared.ProblemException {@code no_volume} when nothing usable is given,
   *     {@code cancelled}
   */
  Encoding encode(Bundle bundle, Map<Sequence, Volume> volumes, Cancellation cancellation);
}
