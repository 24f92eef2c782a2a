package io.sightline.study;

import io.sightline.volume.AssembledVolume;
import java.util.List;

/**
 * A series as it is written to the database: what users see, and how its volumes are filled.
 *
 * @param assembled parallel to the volumes of {@code series}; empty for NIfTI, whose file is its
 *     volumes
 */
record StoredSeries(Series series, List<AssembledVolume> assembled) {
  StoredSeries {
    assembled = List.copyOf(assembled);
  }
}
