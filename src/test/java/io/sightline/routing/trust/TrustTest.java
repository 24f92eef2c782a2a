package io.sightline.routing.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class TrustTest {
  private static Trust trust(double prior, List<Observation> observations) {
    return Trust.of(
        "white-matter-hyperintensity",
        "white-matter hyperintensities",
        new Prior(prior, Prior.Source.LABEL),
        Basis.SIMILAR,
        observations);
  }

  private static List<Observation> cases(int agreed, int disagreed, double weight) {
    List<Observation> out = new ArrayList<>();
    out.addAll(Collections.nCopies(agreed, new Observation(true, weight)));
    out.addAll(Collections.nCopies(disagreed, new Observation(false, weight)));
    return out;
  }

  @Provide
  Arbitrary<List<Observation>> observations() {
    return Combinators.combine(
            Arbitraries.of(true, false), Arbitraries.doubles().between(0, 1).ofScale(6))
        .as(Observation::new)
        .list()
        .ofMaxSize(20);
  }

  @Property
  void withoutARecordThePriorStands(@ForAll @DoubleRange(min = 0, max = 1) double prior) {
    Trust t = trust(prior, List.of());
    assertThat(t.value()).isCloseTo(prior, within(1e-12));
    assertThat(t.basis()).isEqualTo(Basis.NONE);
    assertThat(t.distrusted()).isEqualTo(prior < Trust.FLOOR);
  }

  @Property
  void anotherAgreementNeverLowersTrustAndAnotherDisagreementNeverRaisesIt(
      @ForAll @DoubleRange(min = 0, max = 1) double prior,
      @ForAll("observations") List<Observation> seen,
      @ForAll @DoubleRange(min = 0, max = 1) double weight) {
    double before = trust(prior, seen).value();
    List<Observation> better = new ArrayList<>(seen);
    better.add(new Observation(true, weight));
    List<Observation> worse = new ArrayList<>(seen);
    worse.add(new Observation(false, weight));
    assertThat(trust(prior, better).value()).isGreaterThanOrEqualTo(before - 1e-12);
    assertThat(trust(prior, worse).value()).isLessThanOrEqualTo(before + 1e-12);
  }

  @Property
  void trustLiesBetweenNoneAndFullAndInAnyOrderItIsTheSame(
      @ForAll @DoubleRange(min = 0, max = 1) double prior,
      @ForAll("observations") List<Observation> seen,
      @ForAll Random random) {
    Trust t = trust(prior, seen);
    assertThat(t.value()).isBetween(0.0, 1.0);
    assertThat(t.weight()).isBetween(0.0, (double) seen.size());
    assertThat(t.cases()).isEqualTo(seen.size());
    List<Observation> shuffled = new ArrayList<>(seen);
    Collections.shuffle(shuffled, random);
    assertThat(trust(prior, shuffled)).isEqualTo(t);
  }

  @Property
  void aCaseThatWeighsNothingSaysNothing(
      @ForAll @DoubleRange(min = 0, max = 1) double prior, @ForAll boolean agreed) {
    assertThat(trust(prior, List.of(new Observation(agreed, 0))).value())
        .isCloseTo(prior, within(1e-12));
  }

  @Example
  void theMeanOfTheBetaDistribution() {
    // prior 0.8 worth 4 cases: 3.2 of 4; two agreements and one disagreement of weight 0.5
    assertThat(trust(0.8, cases(2, 1, 0.5)).value())
        .isCloseTo((3.2 + 1) / (4 + 1.5), within(1e-12));
  }

  @Example
  void aFewDisagreementsAreNotEnough() {
    assertThat(trust(0.5, cases(0, 2, 1)).distrusted()).isFalse();
    assertThat(trust(0.5, cases(0, 3, 1)).distrusted()).isTrue();
    assertThat(trust(0.5, cases(0, 5, 0.5)).distrusted()).isFalse();
    // a well-measured specialist has to be contradicted more often
    assertThat(trust(0.9, cases(0, 3, 1)).distrusted()).isFalse();
    assertThat(trust(0.9, cases(0, 4, 1)).distrusted()).isTrue();
  }

  @Example
  void enoughAgreementsOverruleAPoorMeasurement() {
    assertThat(trust(0.3, List.of()).distrusted()).isTrue();
    assertThat(trust(0.3, cases(2, 0, 1)).distrusted()).isTrue();
    assertThat(trust(0.3, cases(5, 0, 1)).distrusted()).isFalse();
    Trust unmeasured =
        Trust.of("mass", "mass", new Prior(0.4, Prior.Source.NONE), Basis.SIMILAR, List.of());
    assertThat(unmeasured.distrusted()).isFalse();
  }

  @Example
  void itIsSaidInWords() {
    assertThat(trust(0.5, cases(2, 7, 1)).inWords())
        .isEqualTo(
            "in 7 of 9 similar signed cases it disagreed with the reader about white-matter"
                + " hyperintensities");
    assertThat(trust(0.5, cases(1, 0, 1)).inWords())
        .isEqualTo(
            "in 1 of 1 similar signed case it agreed with the reader about white-matter"
                + " hyperintensities");
    assertThat(trust(0.3, List.of()).inWords())
        .isEqualTo("its Dice for white-matter hyperintensities was measured to be 0.30");
    assertThat(trust(0.9, List.of()).inWords()).startsWith("nothing signed speaks of its word");
    Trust all =
        Trust.of("mass", "mass", new Prior(0.5, Prior.Source.NONE), Basis.ALL, cases(0, 12, 0.25));
    assertThat(all.distrusted()).isTrue();
    assertThat(all.inWords())
        .isEqualTo(
            "in 12 of 12 signed cases of any kind (this study has no image embedding to compare"
                + " by) it disagreed with the reader about mass");
  }

  @Example
  void weightsOutsideZeroToOneAreRefused() {
    for (double w : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Observation(true, w))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
