package io.sightline.retrieval;

/**
 * What makes two embeddings comparable: the same weights read at the same place.
 *
 * @param bundle id
 * @param sha256 of the bundle
 * @param source the encoder output that it was read from
 */
public record EmbeddingSpace(String bundle, String sha256, String source) {

  /** One word that differs between spaces. */
  public String key() {
    return sha256 + "." + source;
  }
}
