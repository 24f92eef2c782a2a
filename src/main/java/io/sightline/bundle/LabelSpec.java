package io.sightline.bundle;

import io.sightline.shared.CodedConcept;
import org.jspecify.annotations.Nullable;

/**
 * One class of an output.
 *
 * @param index channel
 * @param id kebab-case, unique within the output
 * @param name in words; the id with spaces where the manifest gives none
 * @param finding id of the finding in the lexicon that the label shows; null = anatomy, or nothing
 *     that the lexicon knows
 */
public record LabelSpec(
    int index, String id, String name, @Nullable CodedConcept code, @Nullable String finding) {
  public LabelSpec {
    name = name == null ? id.replace('-', ' ') : name;
  }

  /** A label that shows no finding. */
  public LabelSpec(int index, String id, @Nullable String name, @Nullable CodedConcept code) {
    this(index, id, name, code, null);
  }
}
