package io.sightline.bundle;

import io.sightline.volume.Sequence;
import java.util.List;

/**
 * Which studies the bundle was made for. A study outside is refused in words.
 *
 * @param modalities DICOM Modality (0008,0060), for example {@code MR}
 * @param bodyParts DICOM Body Part Examined (0018,0015)
 * @param requiresAnyOf at least one of these sequences; empty = any
 * @param refuses what it must refuse, in words
 */
public record Scope(
    List<String> modalities,
    List<String> bodyParts,
    List<Sequence> requiresAnyOf,
    List<String> refuses) {
  static final Scope UNDECLARED = new Scope(List.of(), List.of(), List.of(), List.of());

  public Scope {
    modalities = Defaults.list(modalities);
    bodyParts = Defaults.list(bodyParts);
    requiresAnyOf = Defaults.list(requiresAnyOf);
    refuses = Defaults.list(refuses);
  }
}
