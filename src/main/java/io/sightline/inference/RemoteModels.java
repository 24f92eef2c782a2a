package io.sightline.inference;

import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.RemoteModel;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Optional;

/**
 * Makes sessions on models that other servers run: the port that a protocol between servers
 * implements. Thread-safe; blocking.
 */
public interface RemoteModels {

  /** No server is known. */
  RemoteModels NONE =
      new RemoteModels() {
        @Override
        public Optional<String> hindrance(RemoteModel model) {
          return Optional.of("No server '" + model.server() + "' is configured.");
        }

        @Override
        public InferenceSession open(GraphSpec graph) {
          throw new ProblemException(ErrorCode.REMOTE_UNAVAILABLE, "No server is configured.");
        }
      };

  /** Why the model can never be reached as this server is configured; empty when it may be. */
  Optional<String> hindrance(RemoteModel model);

  /**
   * Asks the model's server for it.
   *
   * @param graph one that is remote; its tensors hold where the server says nothing of them
   * @throws ProblemException {@code remote_unavailable} when the server is not configured, not
   *     reached, not ready, or refuses; {@code remote_failed} when it answers nonsense
   */
  InferenceSession open(GraphSpec graph);
}
