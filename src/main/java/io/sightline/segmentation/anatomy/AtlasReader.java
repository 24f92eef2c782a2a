package io.sightline.segmentation.anatomy;

import io.sightline.bundle.Bundle;
import java.util.Optional;

/** Reads the label map and the YAML that a manifest's {@code atlas} names. */
final class AtlasReader {
  private AtlasReader() {}

  static Optional<Atlas> read(Bundle bundle) {
    return Optional.empty();
  }
}
