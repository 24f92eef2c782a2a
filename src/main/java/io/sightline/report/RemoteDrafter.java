package io.sightline.report;

import io.sightline.shared.ProblemException;
import java.util.Optional;

/**
 * A generalist on another server that drafts in the place of the bundle's language model.
 * Thread-safe; blocking.
 */
public interface RemoteDrafter {
  /** How requests name it in {@code bundle}. */
  String NAME = "remote";

  /** Its model's name; empty when none is configured. */
  Optional<String> model();

  /**
   * Lets it write, and call tools while it does. A server that is away, slow or writes nonsense is
   * a result and no exception.
   *
   * @throws ProblemException {@code cancelled}
   */
  RemoteDraft draft(DraftTask task);
}
