package io.sightline.bundle;

import java.util.List;
import java.util.Optional;

/** The bundles found at start-up. Thread-safe. */
public interface BundleRegistry {

  /** All bundles, refused ones too, ordered by id. */
  List<Bundle> all();

  Optional<Bundle> find(String id);

  /**
   * @throws io.sightline.shared.ProblemException {@code not_found}, or {@code no_bundle} when it
   *     was refused
   */
  Bundle require(String id);
}
