package io.sightline.retrieval;

/**
 * A case in one ranking.
 *
 * @param score cosine for images and sentence vectors, BM25 of the best sentence for words
 */
public record Match(String caseId, double score) {}
