package io.sightline.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder of {@code models/} that was read and checked. Immutable.
 *
 * @param folder where its files lie; never shown to clients
 * @param sha256 hash over the manifest, which itself lists the hash of every file: two bundles with
 *     one hash are the same
 * @param problems every reason why it is refused; empty when it may be used
 */
public record Bundle(BundleManifest manifest, Path folder, String sha256, List<String> problems) {
  public Bundle {
    problems = List.copyOf(problems);
  }

  public boolean usable() {
    return problems.isEmpty();
  }

  public String id() {
    return manifest.id();
  }

  /**
   * A file that the manifest names.
   *
   * @throws IllegalArgumentException when the path leads out of the folder
   */
  public Path file(String path) {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
      throw new IllegalArgumentException("path leads out of the bundle: " + path);
    }
    return file;
  }
}
