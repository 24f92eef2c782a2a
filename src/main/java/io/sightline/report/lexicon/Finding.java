package io.sightline.report.lexicon;

import io.sightline.shared.CodedConcept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sentence can claim, as {@code grounding/findings.yaml} has it.
 *
 * @param id kebab-case; the {@code finding} of a claim
 * @param name label of a region that shows it
 * @param words every way of saying it, the name first, singular
 * @param plurals irregular plurals
 * @param heads classes of a lesion head that see it; empty when none does
 * @param without classes whose probability is taken off in each voxel
 * @param unless classes that make a whole connected part another disease where they are more likely
 *     than not over all of it
 * @param structures ids, without side, of the structures that it is about
 * @param seenOn labels of the sequences that it can be judged on, the best first; empty = all
 * @param kinds broader findings
 * @param colour {@code #rrggbb} of its outline
 * @param evidence how the prompt of a bundle with {@code {evidence}} says it; null = not at all
 */
public record Finding(
    String id,
    String name,
    List<String> words,
    List<String> plurals,
    Extent extent,
    List<String> heads,
    List<String> without,
    List<String> unless,
    List<String> structures,
    List<String> seenOn,
    List<String> kinds,
    @Nullable CodedConcept code,
    String colour,
    @Nullable EvidenceWord evidence) {
  public Finding {
    words = List.copyOf(words);
    plurals = List.copyOf(plurals);
    heads = List.copyOf(heads);
    without = List.copyOf(without);
    unless = List.copyOf(unless);
    structures = List.copyOf(structures);
    seenOn = List.copyOf(seenOn);
    kinds = List.copyOf(kinds);
  }

  /** The same finding or a kind of the other: a glioma is a mass. */
  public boolean isA(String other) {
    return id.equals(other) || kinds.contains(other);
  }

  /** Whether something that is there is an instance of this: what denies this denies that. */
  public boolean covers(Finding there) {
    return there.isA(id) || (id.equals("abnormality") && !there.heads.isEmpty());
  }
}
