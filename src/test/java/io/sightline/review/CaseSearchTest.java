package io.sightline.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseQuery;
import io.sightline.review.CaseSearch.Filter;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From what a client asks to what is looked for. */
class CaseSearchTest {

  private static CaseFilter lookedFor(@Nullable String study, @Nullable Filter asked) {
    CaseQuery query = new CaseSearch("mass", study, null, asked).query(null, "patient", "here");
    assertThat(query.k()).isEqualTo(10);
    return query.filter();
  }

  private static Filter asking(@Nullable Boolean ownSite, @Nullable Boolean samePatient) {
    LocalDate day = LocalDate.of(2026, 1, 2);
    return new Filter("MR", "T1", "mass", day, day, "there", ownSite, null, samePatient);
  }

  @Test
  void theStudyAndItsPatientStayOutUnlessAskedFor() {
    assertThat(lookedFor("1.2", null)).isEqualTo(CaseFilter.ALL.without("1.2", "patient"));
    assertThat(lookedFor("1.2", asking(null, false)).notStudy()).isEqualTo("1.2");
    assertThat(lookedFor("1.2", asking(null, true)).notStudy()).isNull();
    assertThat(lookedFor("1.2", asking(null, true)).notPatient()).isNull();
    assertThat(lookedFor(null, null)).as("words alone").isEqualTo(CaseFilter.ALL);
  }

  @Test
  void theOwnSiteIsTheServersWhateverElseIsNamed() {
    assertThat(lookedFor(null, asking(null, null)).site()).isEqualTo("there");
    assertThat(lookedFor(null, asking(true, null)).site()).isEqualTo("here");
    assertThat(lookedFor(null, asking(true, null)).label()).isEqualTo("mass");
  }

  private static CaseFilter synthetic(@Nullable Boolean asked) {
    return lookedFor(null, new Filter(null, null, null, null, null, null, null, asked, null));
  }

  @Test
  void exampleCasesAreLeftOutOrAskedForByThemselves() {
    assertThat(synthetic(null)).isEqualTo(CaseFilter.ALL);
    assertThat(synthetic(false).notSite()).isEqualTo("example");
    assertThat(synthetic(false).site()).isNull();
    assertThat(synthetic(true).site()).isEqualTo("example");
  }

  @Test
  void blankWordsAreNone() {
    assertThatThrownBy(() -> new CaseSearch(" ", null, null, null).check())
        .hasMessageContaining("\"text\", \"studyId\" or both");
  }
}
