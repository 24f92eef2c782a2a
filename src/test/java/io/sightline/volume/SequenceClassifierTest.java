package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.dicom.DicomHeader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceClassifierTest {

  @ParameterizedTest
  @CsvSource({
    "MPRAGE, T1",
    "t1_mprage_sag_p2_iso, T1",
    "Ax T1 SE, T1",
    "SAG 3D BRAVO, T1",
    "T1 FLAIR AX, T1",
    "AX T1 POST GAD, T1C",
    "t1_mprage_tra_post_km, T1C",
    "T1W_3D_TFE +C, T1C",
    "T1 axial pre contrast, T1",
    "AX T1 C+, T1C",
    "t1_mprage_contrast, T1C",
    "t1_tse_tra_nativ, T1",
    "SAG T1 C SPINE, T1",
    "AX T2 FSE, T2",
    "t2_tse_tra_512, T2",
    "Ax T2 FLAIR, FLAIR",
    "t2_tirm_tra_dark-fluid, FLAIR",
    "AX FLAIR, FLAIR",
    "DWI b1000, DWI",
    "ep2d_diff_3scan_trace_p2, DWI",
    "ep2d_diff_3scan_trace_p2_ADC, ADC",
    "Apparent Diffusion Coefficient (mm2/s), ADC",
    "SWI_Images, SWI",
    "SWAN ax, SWI",
    "pd_tse_sag, PD",
    "Ax T2* GRE, other",
    "3D TOF MRA, other",
    "ep2d_perf DSC, other",
    "t1_dyn_vibe, other",
    "AX STIR, other"
  })
  void descriptionsAlone(String description, String label) {
    assertThat(guess(Headers.named(description)).sequence().label()).isEqualTo(label);
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of(Headers.named("").scanning("SE").times(500, 12), "T1"),
        Arguments.of(Headers.named("").scanning("GR", "IR").times(2300, 2.98).inversion(900), "T1"),
        Arguments.of(Headers.named("").scanning("SE").times(4500, 100), "T2"),
        Arguments.of(
            Headers.named("").scanning("SE", "IR").times(9000, 120).inversion(2500), "FLAIR"),
        Arguments.of(Headers.named("").scanning("SE").times(3000, 20), "PD"),
        Arguments.of(Headers.named("").scanning("GR").times(30, 5).flip(30), "T1"),
        Arguments.of(
            Headers.named("")
                .scanning("EP")
                .times(5000, 90)
                .bValue(1000)
                .imageType("DERIVED", "PRIMARY", "DIFFUSION"),
            "DWI"),
        Arguments.of(Headers.named("").imageType("DERIVED", "PRIMARY", "DIFFUSION", "ADC"), "ADC"),
        Arguments.of(Headers.named("").scanning("SE").times(500, 12).agent("GADOVIST"), "T1C"),
        Arguments.of(Headers.named("").scanning("SE").times(500, 12).agent("NO"), "T1"),
        Arguments.of(Headers.named("").scanning("SE").times(4500, 100).agent("GADOVIST"), "T2"),
        Arguments.of(Headers.named("").scanning("GR").times(800, 25).flip(20), "other"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void parametersAlone(Headers header, String label) {
    assertThat(guess(header).sequence().label()).isEqualTo(label);
  }

  @Test
  void theEvidenceIsInWords() {
    SequenceGuess guess =
        guess(
            Headers.named("MPRAGE").scanning("GR", "IR").times(2300, 2.98).inversion(900).flip(9));

    assertThat(guess.sequence()).isEqualTo(Sequence.T1);
    assertThat(guess.confidence()).isBetween(0.8, 0.99);
    assertThat(guess.evidence())
        .isEqualTo(
            "SeriesDescription 'MPRAGE'; inversion-prepared gradient echo; TR 2300, TE 2.98, TI"
                + " 900, flip 9");
  }

  @Test
  void theContrastAgentIsNamed() {
    SequenceGuess guess = guess(Headers.named("T1 SE").times(500, 12).agent("Dotarem"));

    assertThat(guess.sequence()).isEqualTo(Sequence.T1C);
    assertThat(guess.evidence()).contains("ContrastBolusAgent 'Dotarem'");
  }

  /** A T1 by name whose times are those of a T2. */
  @Test
  void contradictionFallsBelowTheThresholdAndSaysSo() {
    SequenceGuess guess = guess(Headers.named("T1").scanning("SE").times(4500, 100));

    assertThat(guess.sequence()).isEqualTo(Sequence.OTHER);
    assertThat(guess.confidence()).isLessThan(SequenceClassifier.THRESHOLD);
    assertThat(guess.evidence()).contains("below the naming threshold of 0.50");
  }

  @Test
  void nothingKnownIsOther() {
    SequenceGuess guess = guess(new Headers());

    assertThat(guess.sequence()).isEqualTo(Sequence.OTHER);
    assertThat(guess.confidence()).isZero();
  }

  @Test
  void theProtocolSpeaksWhereTheDescriptionIsSilent() {
    SequenceGuess guess = guess(Headers.named("Series 5").protocol("t2_tse_tra"));

    assertThat(guess.sequence()).isEqualTo(Sequence.T2);
    assertThat(guess.evidence()).contains("ProtocolName 't2_tse_tra'");
  }

  @ParameterizedTest
  @CsvSource({"CT, CT", "PT, PT", "US, other", "DX, other"})
  void otherModalitiesAreNamedByThemselves(String modality, String label) {
    assertThat(guess(Headers.named("T1").modality(modality)).sequence().label()).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "sub-01_T1w.nii.gz, T1",
    "sub-01_ses-2_ce-gadolinium_T1w.nii.gz, T1C",
    "sub-01_FLAIR.nii.gz, FLAIR",
    "TCGA-DU-7294_t1c_bet.nii.gz, T1C",
    "TCGA-DU-7294_fla_bet.nii.gz, FLAIR",
    "BraTS20_Training_001_t1ce.nii.gz, T1C",
    "BraTS-GLI-00000-000-t1n.nii.gz, T1",
    "BraTS-GLI-00000-000-t2f.nii.gz, FLAIR",
    "BraTS-GLI-00000-000-t2w.nii.gz, T2",
    "T1Gd.nii, T1C",
    "T1_post.nii.gz, T1C",
    "FLAIR, FLAIR",
    "patient_T2.nii, T2",
    "dwi_b1000.nii.gz, DWI",
    "adc.nii.gz, ADC",
    "abdomen-ct.nii.gz, CT",
    "t2_seg-manual.nii.gz, other",
    "scan001.nii.gz, other",
    "T1_to_T2.nii.gz, other",
    "first.nii.gz, other"
  })
  void fileNames(String name, String label) {
    assertThat(SequenceClassifier.classify(name).sequence().label()).isEqualTo(label);
  }

  @Test
  void aPathIsNotPartOfTheEvidence() {
    assertThat(SequenceClassifier.classify("/home/t2/x/T1w.nii.gz").evidence())
        .isEqualTo("name 'T1w.nii.gz'");
  }

  private static SequenceGuess guess(Headers header) {
    DicomHeader built = header.build();
    return SequenceClassifier.classify(built, built.frames().getFirst());
  }
}
