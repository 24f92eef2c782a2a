package io.sightline.retrieval;

import java.util.Optional;

/** From a stored study to its image embedding. Thread-safe; blocking and slow: it runs a model. */
public interface CaseEmbedder {

  /** The space that embeddings are made in now; empty while no bundle makes any. */
  Optional<EmbeddingSpace> space();

  /** SHA-256 of the graph that makes embeddings now; empty while there is none. */
  default Optional<String> graph() {
    return Optional.empty();
  }

  /**
   * @return empty when the study is gone, lies outside the bundle's scope or has no direction
   * @throws io.sightline.shared.ProblemException when the model fails
   */
  Optional<CaseEmbedding> embed(String studyId);
}
