package io.sightline.bundle;

import io.sightline.shared.CodedConcept;
import org.jspecify.annotations.Nullable;

/**
 * One class of an output.
 *
 * @param index channel
 * @param id kebab-case, unique within the output
 * @param name in words; the id with spaces where the manifest gives none
 */
public record LabelSpec(int index, String id, String name, @Nullable CodedConcept code) {
  public LabelSpec {
    name = name == null ? id.replace('-', ' ') : name;
  }
}
