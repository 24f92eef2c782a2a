package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.RIGHT_FRONTAL;
import static io.sightline.report.ToyHead.ball;
import static io.sightline.report.ToyHead.candidate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict.Status;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a study to a report whose every sentence has its regions and a verdict. */
class ReportPipelineTest {
  private final PipelineFixture toy = new PipelineFixture();

  private static Sentence sentence(Report r, String id) {
    return r.sentence(id).orElseThrow();
  }

  @Test
  void aMassIsPointedAtMeasuredAndSupported() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 16)).mask(candidate(LEFT_FRONTAL, 15, 0.99));

    ReportOutcome out =
        toy.run(
            "<findings>There is a mass in the left frontal lobe, measuring <max-diameter>"
                + " (<volume>).<seg> No midline shift.<impression>Mass.");

    Report report = out.report();
    assertThat(report.status()).isEqualTo(ReportStatus.DRAFT);
    Region r1 = report.regions().getFirst();
    // a ball of 15 mm: 14.1 mL and 30 mm across
    assertThat(r1.volumeMl()).isCloseTo(14.1, within(1.0));
    assertThat(r1.maxDiameterMm()).isCloseTo(30, within(2.0));
    assertThat(r1.side()).isEqualTo("left");
    assertThat(r1.series()).isEqualTo("1.2.3.2"); // FLAIR weighed more
    assertThat(out.regions().getFirst().mask().geometry()).isEqualTo(ToyHead.SOURCE);
    Sentence s1 = sentence(report, "s1");
    assertThat(s1.text())
        .matches(
            "There is a mass in the left frontal lobe, measuring [23]\\.\\d cm \\(1[345]\\.\\d mL\\)\\.");
    assertThat(s1.verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(s1.links().getFirst().phrase()).containsExactly(0, s1.text().length());
    assertThat(s1.evidence()).hasSize(2);
    assertThat(sentence(report, "s2").verdict().status()).isEqualTo(Status.NOT_CHECKABLE);
    assertThat(sentence(report, "s2").noRegion()).isTrue();
    assertThat(report.sections())
        .extracting(s -> s.name())
        .containsExactly("findings", "impression");
    assertThat(report.missing()).containsExactly("T1C", "T2");
    assertThat(report.disclaimer()).isEqualTo("Research use only. Not for diagnosis.");
    assertThat(report.bundle().prompt()).isEqualTo("bundle");
    assertThat(report.timings()).containsKeys("encode", "draft", "ground", "verify", "total");
  }

  @Test
  void offsetsPointIntoThePlainText() {
    Report report = toy.run("<findings>No mass. No oedema.<impression>Normal brain.").report();
    String plain = "No mass. No oedema.\nNormal brain.";
    assertThat(report.sentences())
        .extracting(s -> plain.substring(s.start(), s.end()))
        .containsExactly("No mass.", "No oedema.", "Normal brain.");
  }

  @Test
  void aWrongSideIsContradictedAndTheWordsAreKept() {
    toy.lesion("lesion", ball(RIGHT_FRONTAL, 15)).mask(candidate(RIGHT_FRONTAL, 15, 0.9));
    Sentence s =
        sentence(toy.run("<findings>A mass in the left frontal lobe.<seg>").report(), "s1");
    assertThat(s.text()).isEqualTo("A mass in the left frontal lobe.");
    assertThat(s.verdict().status()).isEqualTo(Status.CONTRADICTED);
    assertThat(s.verdict().reasons().getFirst())
        .isEqualTo(
            "The side is wrong: 0 % of region r1 lies on the left and 100 % on the right, not on the left.");
  }

  @Test
  void aWrongSiteIsContradicted() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 15)).mask(candidate(LEFT_FRONTAL, 15, 0.9));
    Sentence s =
        sentence(toy.run("<findings>A mass in the left parietal lobe.<seg>").report(), "s1");
    assertThat(s.verdict().status()).isEqualTo(Status.CONTRADICTED);
    assertThat(s.verdict().reasons().getFirst())
        .isEqualTo(
            "The site is wrong: 0 % of region r1 lies in the parietal lobe; most of it lies in left frontal lobe (100 %).");
  }

  @Test
  void absenceIsContradictedByTheLesionHeadAndByRegionsOfOtherSentences() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 15)).mask(candidate(LEFT_FRONTAL, 15, 0.9));
    Report report =
        toy.run(
                "<findings>A glioma is seen.<seg> No mass. No mass in the right frontal lobe."
                    + " No white matter hyperintensities.<impression>Normal brain.")
            .report();
    assertThat(sentence(report, "s2").verdict().reasons())
        .containsExactly("Region r1 shows glioma of 14.1 mL.");
    assertThat(sentence(report, "s2").verdict().status()).isEqualTo(Status.CONTRADICTED);
    assertThat(sentence(report, "s3").verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(sentence(report, "s4").verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(sentence(report, "s5").verdict().status()).isEqualTo(Status.CONTRADICTED);
  }

  @Test
  void presenceWithoutAnyEvidenceIsUnsupported() {
    toy.mask();
    Sentence s = sentence(toy.run("<findings>A mass is seen.<seg>").report(), "s1");
    assertThat(s.noRegion()).isTrue();
    assertThat(s.verdict().status()).isEqualTo(Status.UNSUPPORTED);
  }

  @Test
  void whatNeedsAMissingSequenceIsNotCheckable() {
    Report report = toy.run("<findings>No abnormal enhancement.").report();
    assertThat(sentence(report, "s1").verdict().reasons())
        .containsExactly("Excluding enhancement needs T1C, which was not given.");
    assertThat(sentence(report, "s1").verdict().status()).isEqualTo(Status.NOT_CHECKABLE);
  }

  @Test
  void aNumberOfTheModelsOwnIsCheckedAgainstTheMask() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 15))
        .mask(candidate(LEFT_FRONTAL, 15, 0.9))
        .mask(candidate(LEFT_FRONTAL, 15, 0.9));
    Report report =
        toy.run(
                "<findings>A mass of 3.0 cm.<seg> The mass measures 55 mm.<seg> The mass grew by 3.")
            .report();
    assertThat(sentence(report, "s1").verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(sentence(report, "s2").verdict().status()).isEqualTo(Status.CONTRADICTED);
    assertThat(sentence(report, "s2").verdict().reasons().getFirst())
        .startsWith("55.0 mm disagrees with region r1: ");
    assertThat(sentence(report, "s3").verdict().reasons())
        .contains("The number 3 has no unit that a mask could be measured in.");
  }

  @Test
  void withoutARegionNoSizeIsMadeUp() {
    toy.mask().mask().mask();
    Report report =
        toy.run(
                "<findings>A mass is seen in the left frontal lobe, measuring <max-diameter>.<seg>"
                    + " The tumour core measures <max-diameter> with a volume of <volume>.<seg>"
                    + " Moderate oedema (<volume>).<seg>")
            .report();
    assertThat(report.sentences())
        .extracting(Sentence::text)
        .containsExactly(
            "A mass is seen in the left frontal lobe (size not measured).",
            "The tumour core was not measured.",
            "Moderate oedema (size not measured).");
    assertThat(report.sentences())
        .allMatch(s -> s.verdict().status() == Status.UNSUPPORTED)
        .allMatch(
            s ->
                s.verdict()
                    .reasons()
                    .contains("A size was to be stated and there is no region to measure."));
  }

  @Test
  void theBetterScoredMaskWins() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 20)).mask(candidate(LEFT_FRONTAL, 15, 0.5));
    Region r = toy.run("<findings>A mass is seen.<seg>").report().regions().getFirst();
    assertThat(r.source()).isEqualTo("specialist:toy-mr/lesions");
    assertThat(r.score()).isGreaterThan(0.9);
    assertThat(r.volumeMl()).isCloseTo(33.5, within(2.0));
  }

  @Test
  void theSpecialistNeverOffersTheSideThatIsNotMeant() {
    toy.lesion("lesion", ball(RIGHT_FRONTAL, 20)).mask();
    Report report = toy.run("<findings>A mass in the left frontal lobe.<seg>").report();
    assertThat(report.regions()).isEmpty();
    assertThat(sentence(report, "s1").verdict().status()).isEqualTo(Status.CONTRADICTED);
  }

  @Test
  void oneMaskSaidTwiceIsOneRegion() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 15))
        .mask(candidate(LEFT_FRONTAL, 15, 0.9))
        .mask(candidate(LEFT_FRONTAL, 15, 0.8));
    Report report = toy.run("<findings>A mass.<seg><impression>Glioma.<seg>").report();
    assertThat(report.regions()).hasSize(1);
    assertThat(sentence(report, "s2").links().getFirst().region()).isEqualTo("r1");
  }

  @Test
  void aNormalPlaceIsPointedAtAndChecked() {
    toy.lesion("lesion", ball(RIGHT_FRONTAL, 15)).mask(candidate(LEFT_FRONTAL, 20, 0.9));
    Report report = toy.run("<findings>The left frontal lobe is unremarkable.<seg>").report();
    assertThat(report.regions().getFirst().label()).isEqualTo("left frontal lobe");
    assertThat(report.regions().getFirst().finding()).isNull();
    assertThat(sentence(report, "s1").verdict().status()).isEqualTo(Status.SUPPORTED);
  }

  @Test
  void theStoryIsToldInOrder() {
    toy.lesion("lesion", ball(LEFT_FRONTAL, 15)).mask(candidate(LEFT_FRONTAL, 15, 0.9));
    toy.run("<findings>A mass of <max-diameter>.<seg>");
    assertThat(toy.told)
        .containsExactly(
            "stage scope",
            "stage encode",
            "stage draft",
            "sentence s1 A mass of ….",
            "stage ground",
            "region r1",
            "sentence s1 A mass of 3.0 cm.",
            "stage verify",
            "verdict s1 supported");
  }

  @Test
  void structuresAndLesionVolumesAreEvidence() {
    Report report =
        toy.lesion("lesion", ball(LEFT_FRONTAL, 15)).run("<findings>No oedema.").report();
    assertThat(report.evidence().get(0).value().get("volumes").toString()).contains("lesion=13.89");
    assertThat(report.evidence().get(1).value().get("structures").toString())
        .contains("left-frontal-lobe");
  }

  @Test
  void ctIsRefused() {
    toy.studies.put(
        "9.1", ToyStudies.series("9.1.1", "CT", "HEAD", Sequence.CT, 1, ToyHead.SOURCE));
    Report report = toy.run("", "9.1", ToyHead.encoding(Map.of())).report();
    assertThat(report.status()).isEqualTo(ReportStatus.REFUSED);
    assertThat(report.refusal().code()).isEqualTo("out_of_scope");
    assertThat(report.refusal().reason())
        .contains("modality CT is outside the bundle's scope (MR)");
    assertThat(report.sentences()).isEmpty();
  }

  @Test
  void aKneeAScoutAndAThinSlabAreRefused() {
    VolumeGeometry slab =
        VolumeGeometry.axisAligned(200, 200, 3, new Vec3(1, 1, 5), new Vec3(0, 0, 0));
    toy.studies.put(
        "9.2",
        ToyStudies.series("9.2.1", "MR", "KNEE", Sequence.T1, 0.9, ToyHead.SOURCE),
        ToyStudies.series("9.2.2", "MR", null, Sequence.T1, 0.9, null),
        ToyStudies.series("9.2.3", "MR", null, Sequence.T1, 0.9, slab));
    Report report = toy.run("", "9.2", ToyHead.encoding(Map.of())).report();
    assertThat(report.refusal().reason())
        .contains("body part KNEE", "a scout or a document", "200 x 200 x 3 voxels");
  }

  @Test
  void anatomyThatIsNoHeadIsRefusedAfterEncoding() {
    var seen = ToyHead.encoding(Map.of());
    byte[] few = seen.structures().labels().clone();
    for (int n = 0; n < few.length; n++) {
      few[n] = few[n] == 1 ? few[n] : 0;
    }
    var knee =
        new io.sightline.vision.Encoding(
            "k",
            seen.grid(),
            seen.contributions(),
            seen.imageTokens(),
            seen.imageEmbeddings(),
            Map.of(),
            new io.sightline.volume.LabelMap(seen.grid(), few),
            seen.lesionLogits());
    Report report = toy.run("<findings>Normal brain.", ToyStudies.HEAD, knee).report();
    assertThat(report.status()).isEqualTo(ReportStatus.REFUSED);
    assertThat(report.refusal().reason()).contains("only 1 brain structures were recognised");
  }

  @Test
  void theMostCertainThenTheLargestSeriesIsChosenAndTheOthersAreNamed() {
    VolumeGeometry small =
        VolumeGeometry.axisAligned(80, 80, 40, new Vec3(1, 1, 2), new Vec3(0, 0, 0));
    toy.studies.put(
        "9.3",
        ToyStudies.series("9.3.1", "MR", "HEAD", Sequence.T1, 0.97, small),
        ToyStudies.series("9.3.2", "MR", "HEAD", Sequence.T1, 0.95, ToyHead.SOURCE),
        ToyStudies.series("9.3.3", "MR", "HEAD", Sequence.T1, 0.6, ToyHead.SOURCE));
    Report report = toy.run("<findings>No mass.", "9.3", ToyHead.encoding(Map.of())).report();
    assertThat(report.inputs()).extracting(i -> i.series()).containsExactly("9.3.2");
    assertThat(report.route()).filteredOn(s -> s.decision().equals("skip")).hasSize(2);
  }

  @Test
  void cancellingStopsTheWork() {
    toy.cancellation.cancel();
    assertThatThrownBy(() -> toy.run("<findings>No mass."))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }
}
