package io.sightline.study;

import io.sightline.volume.Volume;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The volumes used last, up to a number of bytes. Thread-safe. */
final class VolumeCache {
  private final long capacity;
  private final Map<String, Volume> volumes = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * @param capacity bytes of voxels
   */
  VolumeCache(long capacity) {
    this.capacity = capacity;
  }

  synchronized Optional<Volume> get(String sha256) {
    return Optional.ofNullable(volumes.get(sha256));
  }

  /**
   * Keeps the volume, and lets go of those not used for longest; one that is too large is not kept.
   */
  synchronized void put(String sha256, Volume volume) {
    if (bytes(volume) > capacity || volumes.containsKey(sha256)) {
      return;
    }
    volumes.put(sha256, volume);
    used += bytes(volume);
    Iterator<Volume> eldest = volumes.values().iterator();
    while (used > capacity) {
      used -= bytes(eldest.next());
      eldest.remove();
    }
  }

  synchronized long used() {
    return used;
  }

  private static long bytes(Volume volume) {
    return (long) volume.voxels().length * Float.BYTES;
  }
}
