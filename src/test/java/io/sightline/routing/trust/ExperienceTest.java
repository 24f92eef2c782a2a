package io.sightline.routing.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.retrieval.Match;
import io.sightline.retrieval.TrackEntry;
import io.sightline.retrieval.TrackTally;
import io.sightline.routing.Finders;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ExperienceTest {
  private static final String SHA = "sha of net";

  private static TrackEntry entry(String id, String finding, boolean agreed) {
    return new TrackEntry(id, "net", SHA, finding, agreed);
  }

  private static Trust mass(Experience e, double dice) {
    return e.trust(List.of(Finders.bundle("net", dice, "mass")), f -> "the " + f)
        .about("net", "mass")
        .orElseThrow();
  }

  @Example
  void eachNeighbourWeighsItsSimilarity() {
    Experience e =
        Experience.similar(
            List.of(new Match("a", 0.9), new Match("b", 0.4), new Match("c", -0.2)),
            List.of(
                entry("a", "mass", false),
                entry("b", "mass", true),
                entry("c", "mass", true),
                entry("a", "infarct", true),
                entry("not near", "mass", true)));
    Trust t = mass(e, 0.7);
    assertThat(t.name()).isEqualTo("the mass");
    assertThat(t.prior()).isEqualTo(new Prior(0.7, Prior.Source.LABEL));
    assertThat(t.basis()).isEqualTo(Basis.SIMILAR);
    assertThat(t.agreed()).isEqualTo(1);
    assertThat(t.disagreed()).isEqualTo(1);
    assertThat(t.value()).isCloseTo((4 * 0.7 + 0.4) / (4 + 1.3), within(1e-9));
  }

  @Example
  void onlyTheNearestWithARecordCount() {
    List<Match> near = new ArrayList<>();
    List<TrackEntry> record = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      near.add(new Match("c" + i, 1));
      if (i % 2 == 0) {
        record.add(entry("c" + i, "mass", i < 20));
      }
    }
    Trust t = mass(Experience.similar(near, record), 0.5);
    assertThat(t.cases()).isEqualTo(Experience.NEIGHBOURS);
    assertThat(t.agreed()).isEqualTo(10);
  }

  @Example
  void otherWeightsOfASpecialistHaveTheirOwnRecord() {
    Experience e =
        Experience.similar(
            List.of(new Match("a", 1)),
            List.of(new TrackEntry("a", "net", "sha of an earlier net", "mass", false)));
    assertThat(mass(e, 0.7).basis()).isEqualTo(Basis.NONE);
  }

  @Example
  void withoutASimilarityAllCasesCountALittleAndTogetherNoMoreThanTheNearestCould() {
    Trust few = mass(Experience.overall(List.of(new TrackTally("net", SHA, "mass", 1, 3))), 0.5);
    assertThat(few.basis()).isEqualTo(Basis.ALL);
    assertThat(few.weight()).isCloseTo(1, within(1e-9));
    assertThat(few.value()).isCloseTo((2 + 0.25) / (4 + 1), within(1e-9));
    Trust many =
        mass(Experience.overall(List.of(new TrackTally("net", SHA, "mass", 500, 500))), 0.5);
    assertThat(many.weight()).isCloseTo(Experience.NEIGHBOURS, within(1e-9));
  }

  @Property(tries = 300)
  void oneMoreAgreementAmongAllCasesNeverLowersTrust(
      @ForAll @IntRange(max = 80) int agreed,
      @ForAll @IntRange(max = 80) int disagreed,
      @ForAll @DoubleRange(min = 0.01, max = 1) double dice) {
    double before =
        mass(
                Experience.overall(List.of(new TrackTally("net", SHA, "mass", agreed, disagreed))),
                dice)
            .value();
    double after =
        mass(
                Experience.overall(
                    List.of(new TrackTally("net", SHA, "mass", agreed + 1, disagreed))),
                dice)
            .value();
    assertThat(after).isGreaterThanOrEqualTo(before - 1e-12);
  }

  @Example
  void thePriorIsTheWorstMeasuredLabelElseTheMeanElseAHalf() {
    assertThat(Prior.of(Finders.bundle("net", 0.8, "mass").manifest(), "mass"))
        .isEqualTo(new Prior(0.8, Prior.Source.LABEL));
    assertThat(Prior.of(Finders.bundle("net", 0.8, "mass").manifest(), "infarct"))
        .isEqualTo(new Prior(0.8, Prior.Source.MEAN));
    assertThat(Prior.of(Finders.bundle("net", 0, "mass").manifest(), "mass"))
        .isEqualTo(new Prior(0.5, Prior.Source.NONE));
  }
}
