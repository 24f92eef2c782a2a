package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.claim.Laterality;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sentence should point to, and whether it says rightly where that lies. */
class TargetChoiceTest {
  private static Target there(String id, String finding, Laterality side, String... sites) {
    return new Target(
        id,
        List.of(finding),
        side,
        List.of(sites),
        false,
        false,
        id.equals("all"),
        Path.of("x"),
        Set.of());
  }

  private static Target anatomy(String id, String finding, Laterality side, String site) {
    List<String> findings = finding.isEmpty() ? List.of() : List.of(finding);
    return new Target(
        id, findings, side, List.of(site), false, true, false, Path.of("x"), Set.of());
  }

  private static final TargetChoice CHOICE =
      new TargetChoice(
          List.of(
              there("big", "mass", Laterality.LEFT, "frontal lobe", "insula"),
              there("small", "mass", Laterality.RIGHT, "temporal lobe"),
              there("all", "mass", Laterality.BILATERAL, "brain"),
              there("core", "tumour-core", Laterality.LEFT, "frontal lobe"),
              there("rim", "enhancement", Laterality.LEFT, "frontal lobe"),
              there("pressed", "mass-effect", Laterality.LEFT, "lateral ventricle"),
              there("blood", "subdural-haematoma", Laterality.RIGHT),
              anatomy("vl", "ventriculomegaly", Laterality.LEFT, "lateral ventricle"),
              anatomy("vr", "ventriculomegaly", Laterality.RIGHT, "lateral ventricle"),
              anatomy("cl", "", Laterality.LEFT, "cerebellum"),
              anatomy("cr", "", Laterality.RIGHT, "cerebellum"),
              anatomy("stem", "", Laterality.MIDLINE, "brain stem")),
          Drafted.SAID,
          Drafted.LEXICON);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          There is a mass in the right temporal lobe.                        | small
          A second lesion is seen on the right.                              | small
          There is a mass.                                                   | big
          The lesion extends into the left insula.                           | big
          There is a ring-enhancing mass in the left frontal lobe.           | big
          Multiple lesions are seen in the brain.                            | all
          Multiple lesions in the brain, the largest in the left frontal lobe. | big
          The core of the lesion measures 3 cm.                              | core
          The enhancing part measures 3 cm.                                  | rim
          There is mass effect on the left lateral ventricle.                | pressed
          A subdural haematoma lies on the right.                            | blood
          The lateral ventricles are enlarged.                               | vl vr
          The lateral ventricles are normal in size.                         | vl vr
          The cerebellum and brain stem are unremarkable.                    | cl cr stem
          No focal lesion in the cerebellum.                                 | cl cr
          The left cerebellar hemisphere is normal.                          | cl
          """)
  void pointsToWhatTheSentenceSpeaksOf(String sentence, String ids) {
    assertThat(CHOICE.of(Drafted.topic(sentence), sentence))
        .extracting(Target::id)
        .containsExactlyInAnyOrder(ids.split(" "));
  }

  @Test
  void whatIsNotThereCannotBePointedAt() {
    String sentence = "There is an infarct in the left insula.";
    assertThat(CHOICE.of(Drafted.topic(sentence), sentence)).isEmpty();
  }

  @Test
  void aShiftHasNoRegionOfItsOwn() {
    assertThat(CHOICE.pointable(Drafted.topic("There is midline shift to the left."))).isFalse();
    assertThat(CHOICE.pointable(Drafted.topic("There is an infarct."))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          There is a mass in the left frontal lobe.        | true  | true
          There is a mass in the left hippocampus.         | true  | false
          There is a mass in the right hippocampus.        | true  | true
          A subdural haematoma lies on the left.           | false | -
          No mass is seen in the left frontal lobe.        | -     | -
          There is a mass.                                 | -     | -
          There is an infarct in the left insula.          | -     | -
          There is mass effect on the right lateral ventricle. | false | -
          """)
  void sideAndPlaceAreRightWhereSomethingOfTheKindIsThere(
      String sentence, Boolean side, Boolean site) {
    assertThat(Placement.of(Drafted.topic(sentence), CHOICE)).isEqualTo(new Placement(side, site));
  }
}
