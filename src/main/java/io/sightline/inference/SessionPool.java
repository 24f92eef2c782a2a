package io.sightline.inference;

import io.sightline.bundle.Bundle;
import java.util.List;

/**
 * Shares loaded graphs between requests: loads on first lease, keeps within the memory budget by
 * unloading what is not leased (least recently used first). Thread-safe.
 */
public interface SessionPool {

  /**
   * @param graph role in the manifest: {@code encoder}, {@code decoder}, {@code embed_tokens},
   *     {@code mask_decoder}, …
   * @throws io.sightline.shared.ProblemException {@code no_bundle} when the bundle is refused, or
   *     {@code invalid_bundle} when the graph does not match its manifest, or {@code
   *     remote_unavailable} and {@code remote_failed} when it runs elsewhere
   */
  Lease lease(Bundle bundle, String graph);

  /**
   * Unloads every graph of the bundle.
   *
   * @throws io.sightline.shared.ProblemException {@code conflict} while one is leased
   */
  void unload(Bundle bundle);

  /** Makes the next lease of each graph that runs elsewhere ask its server anew. */
  void renew(Bundle bundle);

  /** Whether any graph of the bundle is loaded, or was reached where it runs. */
  boolean isLoaded(Bundle bundle);

  /** Bytes of the bundle's loaded graphs; 0 when none is. */
  long loadedBytes(Bundle bundle);

  /** What was found wrong with the bundle's graphs when they were loaded; empty when nothing. */
  List<String> refusals(Bundle bundle);

  /**
   * What keeps graphs that run elsewhere from being reached, as far as it was tried; empty when
   * nothing.
   */
  List<String> absences(Bundle bundle);

  /** Holds a session open; close it when the work is done. */
  interface Lease extends AutoCloseable {
    InferenceSession session();

    @Override
    void close();
  }
}
