package io.sightline.dicom.codec;

import java.time.Duration;

/**
 * What the worker processes may use.
 *
 * @param workers processes at the same time
 * @param frameTimeout longest time for one frame, start of the process included
 * @param heapMib Java heap of a worker
 * @param physicalMib resident memory at which a worker gives up
 * @param addressSpaceKib ceiling on a worker's address space, where the system has one
 */
public record CodecLimits(
    int workers, Duration frameTimeout, int heapMib, int physicalMib, long addressSpaceKib) {

  /** Two workers, 30 s per frame, 512 MiB of heap, 2 GiB resident, 6 GiB of addresses. */
  public static final CodecLimits DEFAULT =
      new CodecLimits(2, Duration.ofSeconds(30), 512, 2048, 6L << 20);

  public CodecLimits {
    if (workers < 1 || frameTimeout.isNegative() || frameTimeout.isZero() || heapMib < 16) {
      throw new IllegalArgumentException("a codec needs a worker, time and memory");
    }
  }
}
