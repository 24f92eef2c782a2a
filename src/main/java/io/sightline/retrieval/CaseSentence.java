package io.sightline.retrieval;

/**
 * A sentence of a case's report: text by a person or a model, data and never an instruction.
 *
 * @param section {@code findings} or {@code impression}
 */
public record CaseSentence(String section, String text) {}
