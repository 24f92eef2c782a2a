package io.sightline.report.lexicon;

import io.sightline.shared.CodedConcept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the body, as {@code grounding/anatomy.yaml} has it.
 *
 * @param name the {@code site} of a claim
 * @param words nouns, the name first, singular
 * @param plurals irregular plurals
 * @param adjectives words that name it only in front of something else
 * @param notBefore next words that make an adjective mean something else
 * @param notAfter previous words that do
 * @param within ids of broader sites
 * @param structures structure and atlas ids without their side; {@code *} = all
 * @param paired whether it has a left and a right
 * @param normal id of the finding that is denied when the site is called normal
 */
public record Site(
    String id,
    String name,
    List<String> words,
    List<String> plurals,
    List<String> adjectives,
    List<String> notBefore,
    List<String> notAfter,
    List<String> within,
    List<String> structures,
    boolean paired,
    String normal,
    @Nullable CodedConcept code) {
  public Site {
    words = List.copyOf(words);
    plurals = List.copyOf(plurals);
    adjectives = List.copyOf(adjectives);
    notBefore = List.copyOf(notBefore);
    notAfter = List.copyOf(notAfter);
    within = List.copyOf(within);
    structures = List.copyOf(structures);
  }

  /** Whether a structure or atlas id, with or without its side, belongs to this site. */
  public boolean covers(String structureId) {
    String bare = structureId.replaceFirst("^(left|right)-", "");
    return structures.contains("*") || structures.contains(bare);
  }
}
