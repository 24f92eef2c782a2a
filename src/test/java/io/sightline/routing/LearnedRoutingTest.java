package io.sightline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.TrackEntry;
import io.sightline.routing.RouteChoice.Decision;
import io.sightline.routing.RoutingCase.GivenVolume;
import io.sightline.routing.trust.Experience;
import io.sightline.routing.trust.TrustTable;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of routing that learns from signed cases. */
class LearnedRoutingTest {
  private static final Budget BUDGET = new Budget(60_000, 1L << 30, 1e10);
  private static final RoutingCase HEAD =
      new RoutingCase(
          List.of(
              new GivenVolume(
                  Sequence.T1,
                  "MR",
                  "HEAD",
                  0.98,
                  VolumeGeometry.axisAligned(200, 200, 200, new Vec3(1, 1, 1), new Vec3(0, 0, 0)),
                  List.of())),
          List.of(),
          "brain-mr");

  private final List<Match> near = new ArrayList<>();
  private final List<TrackEntry> record = new ArrayList<>();

  /** Similar cases in which the reader judged a specialist's word about a finding. */
  private void seen(String specialist, String finding, int agreed, int disagreed) {
    for (int i = 0; i < agreed + disagreed; i++) {
      String id = "c" + near.size();
      near.add(new Match(id, 0.95));
      record.add(new TrackEntry(id, specialist, "sha of " + specialist, finding, i < agreed));
    }
  }

  private RoutePlan plan(String wishes, Bundle... all) {
    TrustTable trust =
        Experience.similar(near, record).trust(List.of(all), f -> f.replace('-', ' '));
    return Router.plan(HEAD, Wishes.of(wishes), BUDGET, trust, List.of(all));
  }

  private static RouteChoice choice(RoutePlan plan, String id) {
    return plan.choices().stream().filter(c -> c.bundle().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aSpecialistThatReadersOfSimilarCasesContradictedIsSkippedWithTheCount() {
    seen("wmh", "white-matter-hyperintensity", 2, 7);
    RoutePlan plan = plan("auto", Finders.bundle("wmh", 0.6, "white-matter-hyperintensity"));
    assertThat(choice(plan, "wmh").decision()).isEqualTo(Decision.SKIP);
    assertThat(choice(plan, "wmh").reason())
        .isEqualTo(
            "it is not trustworthy: in 7 of 9 similar signed cases it disagreed with the reader"
                + " about white matter hyperintensity");
  }

  @Test
  void aFewContradictionsAreNotEnough() {
    seen("wmh", "mass", 0, 2);
    RoutePlan plan = plan("auto", Finders.bundle("wmh", 0, "mass"));
    assertThat(plan.toRun()).containsExactly("wmh");
    assertThat(choice(plan, "wmh").reason())
        .endsWith("; in 0 of 2 similar signed cases it agreed with the reader about mass");
  }

  @Test
  void agreementKeepsWhatWasMeasuredToBePoor() {
    assertThat(plan("auto", Finders.bundle("poor", 0.3, "mass")).toRun()).isEmpty();
    seen("poor", "mass", 9, 0);
    assertThat(plan("auto", Finders.bundle("poor", 0.3, "mass")).toRun()).containsExactly("poor");
  }

  @Test
  void aSpecialistThatIsTrustedForOneFindingRunsAndItsOtherWordIsLeftOut() {
    seen("both", "mass", 0, 8);
    seen("both", "infarct", 8, 0);
    RoutePlan plan = plan("auto", Finders.bundle("both", 0.7, "mass", "infarct"));
    assertThat(plan.toRun()).containsExactly("both");
    assertThat(plan.trust().distrusts("both", "mass")).isTrue();
    assertThat(plan.trust().distrusts("both", "infarct")).isFalse();
    assertThat(choice(plan, "both").reason())
        .contains(
            "; in 8 of 8 similar signed cases it agreed with the reader about infarct",
            "; its word about mass is left out of the prompt: in 8 of 8 similar signed cases it"
                + " disagreed");
  }

  @Test
  void anatomyIsNoFindingAndStaysWorthARun() {
    seen("both", "mass", 0, 8);
    assertThat(plan("auto", Finders.bundle("both", 0.7, "mass", ":thalamus")).toRun())
        .containsExactly("both");
  }

  @Test
  void aReaderMayNameOneAllTheSame() {
    seen("wmh", "mass", 0, 9);
    RoutePlan plan = plan("wmh", Finders.bundle("wmh", 0.7, "mass"));
    assertThat(plan.toRun()).containsExactly("wmh");
    assertThat(choice(plan, "wmh").reason()).contains("left out of the prompt: in 9 of 9");
  }

  @Test
  void whatReadersAgreedWithComesFirstAndReplacesTheOther() {
    Bundle measured = Finders.bundle("measured", 0.8, "mass");
    Bundle proven = Finders.bundle("proven", 0.75, "mass", ":brain");
    assertThat(plan("auto", measured, proven).toRun()).containsExactly("proven", "measured");
    seen("proven", "mass", 9, 0);
    seen("measured", "mass", 5, 4);
    RoutePlan plan = plan("auto", measured, proven);
    assertThat(plan.toRun()).containsExactly("proven");
    assertThat(choice(plan, "measured").reason())
        .isEqualTo("proven tells the same and more reliably");
  }

  @Test
  void whatIsNotListenedToReplacesNobody() {
    seen("large", "mass", 0, 9);
    seen("large", "infarct", 9, 0);
    RoutePlan plan =
        plan(
            "auto",
            Finders.bundle("large", 0.9, "mass", "infarct", ":brain"),
            Finders.bundle("small", 0.55, "mass"));
    assertThat(plan.toRun()).containsExactlyInAnyOrder("large", "small");
  }

  @Test
  void aPlanIsMadeAgainFromWhatItCarries() {
    seen("a", "mass", 3, 6);
    seen("b", "infarct", 1, 8);
    Bundle[] all = {
      Finders.bundle("a", 0.8, "mass", "infarct"), Finders.bundle("b", 0.6, "infarct")
    };
    RoutePlan plan = plan("auto", all);
    assertThat(Router.plan(plan.study(), plan.wishes(), plan.budget(), plan.trust(), List.of(all)))
        .isEqualTo(plan);
    near.clear();
    record.clear();
    assertThat(plan("auto", all)).isNotEqualTo(plan);
  }

  @Test
  void trustInOtherWeightsIsTrustInSomebodyElse() {
    seen("a", "mass", 0, 9);
    TrustTable old = plan("auto", Finders.bundle("a", 0.8, "mass")).trust();
    Bundle b = Finders.bundle("a", 0.8, "mass");
    Bundle next = new Bundle(b.manifest(), b.folder(), "sha of the next", List.of());
    assertThat(Router.plan(HEAD, Wishes.of("auto"), BUDGET, old, List.of(next)).toRun())
        .containsExactly("a");
  }
}
