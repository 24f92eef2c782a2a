package io.sightline.retrieval.sentence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseQuery;
import io.sightline.retrieval.Cases;
import io.sightline.retrieval.lucene.LuceneCaseIndex;
import io.sightline.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real encoder in the server's own ONNX Runtime. */
class BgeSmallEncoderTest {
  private static final BgeSmallEncoder ENCODER = new BgeSmallEncoder();

  @TempDir Path temp;

  private static double cosine(String a, String b) {
    float[] x = ENCODER.encode(a).orElseThrow();
    float[] y = ENCODER.encode(b).orElseThrow();
    double dot = 0;
    for (int i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
    }
    return dot;
  }

  @Test
  void itsVectorsHave384NumbersAndLengthOne() {
    assertThat(ENCODER.encode("There is a mass.").orElseThrow()).hasSize(384);
    assertThat(cosine("There is a mass.", "There is a mass.")).isCloseTo(1, within(1e-3));
    assertThat(ENCODER.encode(" ")).isEmpty();
  }

  @Test
  void otherWordsForTheSameAreNearerThanOtherThings() {
    String asked = "bleeding in the brain";
    assertThat(cosine(asked, "Acute intracerebral haemorrhage."))
        .isGreaterThan(cosine(asked, "The paranasal sinuses are clear."));
  }

  @Test
  void aCaseIsFoundThatSharesNoWordWithTheQuestion() {
    try (var index = new LuceneCaseIndex(temp, ENCODER)) {
      CaseBase cases = new CaseBase(TestDatabase.jdbi(), index);
      cases.keep(Cases.named("sinus").text("Paranasal sinuses are clear.").build());
      cases.keep(Cases.named("bleed").text("Acute intracerebral haemorrhage.").build());
      List<CaseHit> hits =
          cases.search(new CaseQuery(null, "bleeding inside the brain", CaseFilter.ALL, 2));
      assertThat(hits.getFirst().value().id()).isEqualTo("bleed");
      assertThat(hits.getFirst().rankings()).containsOnlyKeys("sentences");
    }
  }
}
