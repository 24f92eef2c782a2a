package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which findings a report says to be there. */
class SaidTest {
  static final List<String> FINDINGS =
      List.of(
          "mass",
          "metastasis",
          "meningioma",
          "tumour-core",
          "enhancement",
          "necrosis",
          "oedema",
          "white-matter-hyperintensity",
          "infarct",
          "haemorrhage",
          "subdural-haematoma",
          "hippocampal-atrophy",
          "mass-effect",
          "ventriculomegaly");

  private static Set<String> said(String... sentences) {
    return Drafted.SAID.findings(Drafted.sentences(sentences), FINDINGS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A mass is seen in the left frontal lobe.               | mass
          There is a lesion in the right insula.                 | mass
          Right frontal lobe glioma.                             | mass
          Multiple brain lesions, suspicious for metastases.     | mass metastasis
          A dural-based mass abuts the left parietal lobe.       | mass meningioma
          The enhancing part measures 3 cm.                      | mass enhancement
          A subdural haematoma lies on the left.                 | subdural-haematoma
          There is an acute haematoma in the left thalamus.      | haemorrhage
          Acute infarct in the left insula.                      | infarct
          The left hippocampus is small.                         | hippocampal-atrophy
          The lesion displaces the left lateral ventricle.       | mass mass-effect
          The ventricles are markedly enlarged.                  | ventriculomegaly
          """)
  void aFindingIsSaidByItsWordsAndByKindsOfIt(String sentence, String findings) {
    assertThat(said(sentence)).containsExactlyInAnyOrder(findings.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No mass is seen.
          There is no evidence of an infarct or haemorrhage.
          The white matter is of normal signal.
          The ventricles are not enlarged.
          White-matter hyperintensities cannot be assessed without T2-weighted or FLAIR images.
          An infarct cannot be excluded.
          The cerebellum is unremarkable.
          """)
  void whatIsDeniedOrLeftOpenIsNotSaid(String sentence) {
    assertThat(said(sentence)).isEmpty();
  }

  @Test
  void oneSentenceThatSaysItIsEnough() {
    assertThat(said("No infarct is seen.", "Old infarct in the left insula.")).contains("infarct");
  }

  @Test
  void onlyFindingsThatAreAskedForCount() {
    assertThat(Drafted.SAID.findings(Drafted.sentences("A mass with oedema."), List.of("oedema")))
        .containsExactly("oedema");
  }

  /** A report that the kit's grammar wrote, and what the kit's own reader finds said in it. */
  record Written(List<String> sentences, Set<String> said) {
    @Override
    public String toString() {
      return sentences.getFirst();
    }
  }

  static Stream<Written> written() throws IOException {
    try (InputStream in = SaidTest.class.getResourceAsStream("/evaluation/grammar.json")) {
      JsonNode reports = new ObjectMapper().readTree(Objects.requireNonNull(in));
      return Stream.iterate(0, i -> i < reports.size(), i -> i + 1)
          .map(i -> written(reports.get(i).get("sentences")));
    }
  }

  private static Written written(JsonNode sentences) {
    Set<String> said = new TreeSet<>();
    sentences.forEach(s -> s.get("said").forEach(f -> said.add(f.asText())));
    return new Written(sentences.findValuesAsText("text"), said);
  }

  /** Two readers that share no code: the lexicon here, patterns there. */
  @ParameterizedTest
  @MethodSource("written")
  void readsTheKitsReportsAsTheKitDoes(Written report) {
    Collection<String> said = said(report.sentences().toArray(String[]::new));
    assertThat(said).containsExactlyInAnyOrderElementsOf(report.said());
  }
}
