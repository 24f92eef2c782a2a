package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which studies are of one patient. */
class StudyPatientTest {
  private static final int PATIENT_NAME = 0x00100010;
  private static final int PATIENT_ID = 0x00100020;

  @TempDir Path temp;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(temp);
  }

  private void store(String study, String id, String name) throws IOException {
    DicomBytes slice =
        DicomBytes.slice(study, study + ".1", 0)
            .text(PATIENT_ID, "LO", id)
            .text(PATIENT_NAME, "PN", name);
    bench.upload("IM0", slice.bytes());
  }

  @Test
  void studiesOfOnePatientShareAHashAndOthersDoNot() throws IOException {
    store("1.2.1", "4711", "Doe^Jane");
    store("1.2.2", "4711", "Doe^Jane");
    store("1.2.3", "4712", "Doe^John");
    String jane = bench.studies.patient("1.2.1").orElseThrow();
    assertThat(bench.studies.patient("1.2.2")).contains(jane);
    assertThat(bench.studies.patient("1.2.3"))
        .isPresent()
        .isNotEqualTo(java.util.Optional.of(jane));
    assertThat(jane).matches("[0-9a-f]{64}").doesNotContain("4711");
  }

  @Test
  void studiesThatNameNobodyShareNoPatient() throws IOException {
    bench.upload(
        "IM0",
        DicomBytes.slice("1.2.4", "1.2.4.1", 0)
            .without(PATIENT_ID)
            .without(PATIENT_NAME)
            .without(0x00100030)
            .bytes());
    assertThat(bench.studies.find("1.2.4")).isPresent();
    assertThat(bench.studies.patient("1.2.4")).isEmpty();
    assertThat(bench.studies.patient("9.9")).isEmpty();
  }
}
