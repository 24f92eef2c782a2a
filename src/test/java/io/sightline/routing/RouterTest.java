package io.sightline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.Provenance;
import io.sightline.bundle.Quality;
import io.sightline.bundle.Resources;
import io.sightline.routing.RouteChoice.Decision;
import io.sightline.routing.RoutingCase.GivenVolume;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouterTest {
  /** A minute, a gigabyte, ten thousand million multiplications a second. */
  private static final Budget BUDGET = new Budget(60_000, 1L << 30, 1e10);

  private static final Wishes AUTO = Wishes.of("auto");

  private static VolumeGeometry grid(double sliceMm) {
    return VolumeGeometry.axisAligned(
        200, 200, (int) (200 / sliceMm), new Vec3(1, 1, sliceMm), new Vec3(0, 0, 0));
  }

  private static RoutingCase head(GivenVolume... given) {
    return new RoutingCase(List.of(given), List.of(), "brain-mr");
  }

  private static GivenVolume t1(String... flags) {
    return new GivenVolume(Sequence.T1, "MR", "HEAD", 0.98, grid(1), List.of(flags));
  }

  /** A segmentation of T1: eight million voxels at so many multiplications each. */
  private static Bundle bundle(String id, double dice, long multiplications, String... labels) {
    return bundle(id, null, dice, multiplications, labels);
  }

  private static Bundle bundle(
      String id,
      @Nullable Provenance provenance,
      double dice,
      long multiplications,
      String... labels) {
    List<LabelSpec> specs = new ArrayList<>();
    List<Quality> quality = new ArrayList<>();
    for (String label : labels) {
      specs.add(new LabelSpec(specs.size() + 1, label, null, null));
      if (dice > 0) {
        quality.add(new Quality("dice-" + label, "a scan", dice, 1));
      }
    }
    return Finders.segmenting(
        id, provenance, Finders.ONE_MM, new Resources(multiplications, 40), specs, quality);
  }

  private static RouteChoice choice(RoutePlan plan, String bundle) {
    return plan.choices().stream().filter(c -> c.bundle().equals(bundle)).findFirst().orElseThrow();
  }

  @Test
  void whatIsWorthMostForItsTimeRunsFirst() {
    RoutePlan plan =
        Router.plan(
            head(t1()),
            AUTO,
            BUDGET,
            List.of(
                bundle("mask", 0.9, 10_000, "brain"),
                bundle("tissue", 0.9, 5_000, "white", "grey")));
    assertThat(plan.toRun()).containsExactly("tissue", "mask");
    RouteChoice tissue = choice(plan, "tissue");
    assertThat(tissue.reason())
        .isEqualTo("the study lies in its scope; measured Dice 0.90 on average");
    // 8e6 voxels x 5000 / 1e10 per second = 4 s, and 2 s around it
    assertThat(tissue.expected().millis()).isEqualTo(6000);
    assertThat(tissue.expected().bytes()).isEqualTo(8_000_000L * 40);
    assertThat(tissue.sha256()).isEqualTo("sha of tissue");
  }

  @Test
  void whatDoesNotFitTheTimeIsSkippedWithItsCost() {
    RoutePlan plan =
        Router.plan(
            head(t1()),
            AUTO,
            BUDGET,
            List.of(bundle("slow", 0.9, 100_000, "a"), bundle("quick", 0.9, 1_000, "b")));
    assertThat(plan.toRun()).containsExactly("quick");
    assertThat(choice(plan, "slow").reason())
        .isEqualTo("it would take 82 s more, 57 of 60 s are left");
  }

  @Test
  void aReaderMayNameWhatTakesLongButNotWhatIsOutOfScope() {
    List<Bundle> all = List.of(bundle("slow", 0.3, 100_000, "a"), bundle("other", 0.9, 10, "b"));
    RoutePlan plan = Router.plan(head(t1()), Wishes.of("slow,none-such"), BUDGET, all);
    assertThat(plan.toRun()).containsExactly("slow");
    assertThat(choice(plan, "other").reason()).isEqualTo("the reader asked for others");
    assertThat(choice(plan, "none-such").reason()).contains("no specialist");
    GivenVolume knee = new GivenVolume(Sequence.T1, "MR", "KNEE", 0.9, grid(1), List.of());
    assertThat(Router.plan(head(knee), Wishes.of("slow"), BUDGET, all).toRun()).isEmpty();
  }

  @Test
  void scopeIsRefusedInWords() {
    Bundle b = bundle("tissue", 0.9, 1000, "white");
    assertThat(why(b, new GivenVolume(Sequence.T1, "CT", "HEAD", 1, grid(1), List.of())))
        .isEqualTo("modality CT is outside its scope");
    assertThat(why(b, new GivenVolume(Sequence.T1, "MR", "KNEE", 1, grid(1), List.of())))
        .isEqualTo("body part KNEE is outside its scope");
    assertThat(why(b, new GivenVolume(Sequence.FLAIR, "MR", null, 1, grid(1), List.of())))
        .isEqualTo("it needs T1, which was not given");
    assertThat(why(b, new GivenVolume(Sequence.T1, "MR", null, 1, grid(5), List.of())))
        .isEqualTo("the voxels of the T1 series are 5.0 mm long, the network learned on 1.0 mm");
    assertThat(why(b, t1("gap"))).isEqualTo("the T1 series has the warning 'gap'");
    Bundle refused = new Bundle(b.manifest(), b.folder(), "", List.of("a file is missing"));
    assertThat(why(refused, t1())).isEqualTo("its bundle was refused: a file is missing");
  }

  private static String why(Bundle bundle, GivenVolume volume) {
    RouteChoice choice =
        Router.plan(head(volume), AUTO, BUDGET, List.of(bundle)).choices().getFirst();
    assertThat(choice.decision()).isEqualTo(Decision.SKIP);
    return choice.reason();
  }

  @Test
  void whatWasMeasuredToBePoorOrIsReplacedByABetterIsSkipped() {
    RoutePlan plan =
        Router.plan(
            head(t1()),
            AUTO,
            BUDGET,
            List.of(
                bundle("poor", 0.4, 100, "x"),
                bundle("small", 0.7, 100, "a"),
                bundle("large", 0.8, 1000, "a", "b"),
                bundle("unmeasured", 0, 100, "c")));
    assertThat(plan.toRun()).containsExactlyInAnyOrder("large", "unmeasured");
    assertThat(choice(plan, "poor").reason()).contains("not trustworthy", "0.40");
    assertThat(choice(plan, "small").reason()).isEqualTo("large tells the same and more reliably");
    assertThat(choice(plan, "unmeasured").reason()).contains("never measured");
  }

  @Test
  void aPartOfTheGeneralistIsNoSecondVoiceUnlessItIsNamed() {
    Provenance own = new Provenance("models/kit", List.of(), null, null, "brain-mr");
    List<Bundle> all =
        List.of(
            bundle("brain-mr-structures", own, 0.9, 100, "thalamus", "caudate"),
            bundle("meshnet", 0.8, 100, "thalamus"));
    RoutePlan plan = Router.plan(head(t1()), AUTO, BUDGET, all);
    assertThat(plan.toRun()).containsExactly("meshnet");
    assertThat(choice(plan, "brain-mr-structures").reason())
        .isEqualTo(
            "it was taken from brain-mr, which reads the study: no second voice; it runs when named");
    assertThat(Router.plan(head(t1()), Wishes.of("brain-mr-structures"), BUDGET, all).toRun())
        .containsExactly("brain-mr-structures");
    RoutingCase another = new RoutingCase(List.of(t1()), List.of(), "another-generalist");
    assertThat(Router.plan(another, AUTO, BUDGET, all).toRun())
        .containsExactly("brain-mr-structures");
  }

  @Test
  void memoryIsALimitForNamedOnesToo() {
    Budget small = new Budget(60_000, 1 << 20, 1e10);
    RoutePlan plan =
        Router.plan(head(t1()), Wishes.of("a"), small, List.of(bundle("a", 0.9, 100, "x")));
    assertThat(choice(plan, "a").reason())
        .isEqualTo("it would need 0.3 GB of memory, 0.0 are allowed");
  }

  @Test
  void noneRunsNone() {
    RoutePlan plan =
        Router.plan(head(t1()), Wishes.of("none"), BUDGET, List.of(bundle("a", 0.9, 1, "x")));
    assertThat(plan.toRun()).isEmpty();
    assertThat(Wishes.of("")).isEqualTo(Wishes.of("none"));
  }

  @Test
  void aPlanCanBeMadeAgainFromWhatItCarries() {
    List<Bundle> all =
        List.of(
            bundle("b", 0.8, 1000, "a", "b"),
            bundle("a", 0.8, 1000, "c"),
            bundle("c", 0.3, 1, "d"));
    RoutePlan plan = Router.plan(head(t1()), AUTO, BUDGET, all);
    assertThat(Router.plan(plan.study(), plan.wishes(), plan.budget(), all)).isEqualTo(plan);
  }
}
