package io.sightline.retrieval.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.sightline.retrieval.CaseLabel;
import io.sightline.retrieval.CaseSentence;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the file, as JSON has it; {@link #check} says what is wrong with it.
 *
 * @param id {@code example-} and letters, digits, dots or dashes: never that of a report
 * @param date when it was made
 * @param provenance has to say that it is synthetic
 * @param embedding null when only words are to find it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ExampleLine(
    @Nullable String id,
    @Nullable String modality,
    @Nullable LocalDate date,
    @Nullable List<String> sequences,
    @Nullable List<CaseLabel> labels,
    @Nullable List<CaseSentence> sentences,
    @Nullable Vector embedding,
    @Nullable Provenance provenance) {
  private static final Set<String> PRESENCES = Set.of("present", "absent", "uncertain");
  private static final Set<String> SIDES = Set.of("left", "right", "bilateral", "midline", "none");
  private static final Set<String> SECTIONS = Set.of("findings", "impression");
  private static final int MOST = 200;
  private static final int LONGEST = 500;

  /**
   * An image embedding.
   *
   * @param bundle id of the bundle that made it
   * @param version of that bundle
   * @param graph SHA-256 of its encoder graph: what makes vectors comparable
   * @param source encoder output
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @SuppressWarnings("ArrayRecordComponent")
  record Vector(String bundle, String version, String graph, String source, float[] vector) {}

  /** Who made it up. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Provenance(boolean synthetic, @Nullable String madeBy) {}

  /**
   * @throws IllegalArgumentException with the reason
   */
  void check() {
    require(
        id != null && id.matches("example-[A-Za-z0-9.-]{1,56}"),
        "\"id\" does not begin with example-");
    require(provenance != null && provenance.synthetic(), "it does not say \"synthetic\": true");
    require(modality != null && modality.matches("[A-Z]{2,16}"), "\"modality\" is missing or odd");
    require(sequences != null && sequences.size() <= 16, "\"sequences\" are missing or too many");
    require(labels != null && labels.size() <= MOST, "\"labels\" are missing or too many");
    require(
        sentences != null && !sentences.isEmpty() && sentences.size() <= MOST,
        "\"sentences\" are missing or too many");
    labels.forEach(ExampleLine::check);
    sentences.forEach(ExampleLine::check);
    require(
        embedding == null || whole(embedding),
        "\"embedding\" lacks bundle, graph, source or vector");
  }

  private static void check(CaseLabel l) {
    require(l != null && l.finding() != null && !l.finding().isBlank(), "a label has no finding");
    require(PRESENCES.contains(String.valueOf(l.presence())), "a label's presence is unknown");
    require(SIDES.contains(String.valueOf(l.laterality())), "a label's laterality is unknown");
  }

  private static void check(CaseSentence s) {
    require(
        s != null && s.text() != null && !s.text().isBlank() && s.text().length() <= LONGEST,
        "a sentence is empty or too long");
    require(SECTIONS.contains(String.valueOf(s.section())), "a sentence's section is unknown");
  }

  private static boolean whole(Vector v) {
    return v.bundle() != null && v.graph() != null && v.source() != null && v.vector() != null;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
