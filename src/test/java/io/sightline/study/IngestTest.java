package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sightline.shared.Warning;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final String STUDY = "1.2.3";
  private static final String SERIES = "1.2.3.4";

  @TempDir Path temp;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(temp);
  }

  private static ZipBytes slices(int from, int to) {
    ZipBytes zip = new ZipBytes();
    for (int k = from; k < to; k++) {
      zip.with("deep/er/IM" + (99 - k), DicomBytes.slice(STUDY, SERIES, k).bytes());
    }
    return zip;
  }

  @Test
  void aZipOfSlicesBecomesOneVolumeInOrderOfPosition() throws IOException {
    IngestResult result = bench.upload("study.zip", slices(0, 10).bytes());

    assertThat(result.rejected()).isEmpty();
    Series series = result.studies().getFirst().series().getFirst();
    assertThat(series.instances()).isEqualTo(10);
    assertThat(series.guess().sequence()).isEqualTo(Sequence.T1);
    assertThat(series.volumes()).hasSize(1);
    Volume volume = bench.studies.volume(STUDY, SERIES, 0);
    assertThat(volume.geometry().nz()).isEqualTo(10);
    assertThat(volume.geometry().toPatient(0, 0, 3).z()).isEqualTo(6);
    assertThat(volume.at(0, 0, 3)).isEqualTo(3);
  }

  @Test
  void litterIsSkippedWithAReason() throws IOException {
    byte[] zip =
        slices(0, 3)
            .with("DICOMDIR", new byte[100])
            .with("__MACOSX/._IM1", new byte[10])
            .with("deep/.DS_Store", new byte[10])
            .with("README.md", new byte[10])
            .bytes();
    IngestResult result = bench.upload("study.zip", zip);
    assertThat(result.studies()).hasSize(1);
    assertThat(result.rejected()).isEmpty();
    assertThat(result.skipped())
        .extracting(Rejection::name)
        .containsExactly("DICOMDIR", "__MACOSX/._IM1", "deep/.DS_Store", "README.md");
  }

  @Test
  void otherFilesAreRefusedAndTheirNeighboursKept() throws IOException {
    byte[] zip =
        slices(0, 3)
            .with("notes.txt", "hello".getBytes())
            .with("empty.dcm", new byte[0])
            .with("half.dcm", half(DicomBytes.slice(STUDY, SERIES, 3).bytes()))
            .bytes();
    IngestResult result = bench.upload("study.zip", zip);
    assertThat(result.studies().getFirst().series().getFirst().instances()).isEqualTo(3);
    assertThat(result.rejected())
        .extracting(Rejection::name, Rejection::code)
        .containsExactly(
            tuple("notes.txt", "unsupported_media_type"),
            tuple("empty.dcm", "empty_file"),
            tuple("half.dcm", "truncated"));
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 20);
  }

  @Test
  void theSameInstanceTwiceIsOneInstance() throws IOException {
    bench.upload("study.zip", slices(0, 3).bytes());
    byte[] again = slices(0, 3).with("copy", DicomBytes.slice(STUDY, SERIES, 0).bytes()).bytes();
    IngestResult result = bench.upload("study.zip", again);
    assertThat(result.rejected()).isEmpty();
    assertThat(result.studies().getFirst().series().getFirst().instances()).isEqualTo(3);
  }

  @Test
  void anotherObjectUnderATakenUidIsReportedAndTheFirstKept() throws IOException {
    bench.upload("study.zip", slices(0, 3).bytes());
    byte[] other = DicomBytes.slice(STUDY, SERIES, 1).text(0x0008103E, "LO", "other").bytes();
    IngestResult result = bench.upload("other.dcm", other);
    assertThat(result.studies()).isEmpty();
    assertThat(result.rejected()).extracting(Rejection::code).containsExactly("duplicate_uid");
    assertThat(bench.studies.find(STUDY).orElseThrow().series().getFirst().description())
        .isEqualTo("t1_mprage_sag");
  }

  @Test
  void lateSlicesAreAssembledIntoTheSeries() throws IOException {
    bench.upload("first.zip", slices(0, 4).bytes());
    String before = sha256();
    IngestResult result = bench.upload("rest.zip", slices(4, 9).bytes());
    assertThat(result.studies().getFirst().series().getFirst().volumes().getFirst().geometry().nz())
        .isEqualTo(9);
    assertThat(sha256()).isNotEqualTo(before);
    assertThat(bench.studies.volume(STUDY, SERIES, 0).at(0, 0, 8)).isEqualTo(8);
  }

  private String sha256() {
    return bench
        .studies
        .find(STUDY)
        .orElseThrow()
        .series()
        .getFirst()
        .volumes()
        .getFirst()
        .sha256();
  }

  @Test
  void anObjectWithoutPixelsIsKeptAsASeriesWithoutVolume() throws IOException {
    byte[] report =
        DicomBytes.slice(STUDY, "1.2.3.5", 0)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.33")
            .text(0x00080060, "CS", "SR")
            .without(0x7FE00010)
            .without(0x00280010)
            .without(0x00280011)
            .without(0x00280100)
            .bytes();
    IngestResult result = bench.upload("sr.dcm", report);
    Series series = result.studies().getFirst().series().getFirst();
    assertThat(series.volumes()).isEmpty();
    assertThat(series.warnings()).extracting(Warning::code).contains("no_image");
  }

  @Test
  void objectsOfTwoPatientsInOneStudyAreWarnedOf() throws IOException {
    bench.upload("a.zip", slices(0, 3).bytes());
    byte[] stranger = DicomBytes.slice(STUDY, "1.2.3.6", 0).text(0x00100020, "LO", "P2").bytes();
    IngestResult result = bench.upload("b.dcm", stranger);
    assertThat(result.studies().getFirst().warnings())
        .extracting(Warning::code)
        .containsExactly("mixed_patients");
  }

  @Test
  void niftiPartsOfOneRequestMakeOneStudyThatIsTheSameNextTime() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "sub-1_T1w.nii.gz", NiftiBytes.floats(5, 6, 7, 1).gzipped(),
            "sub-1_FLAIR.nii", NiftiBytes.floats(5, 6, 7, 1).voxel(3, -1).bytes());
    IngestResult first = bench.upload(files);
    IngestResult second = bench.upload(files);

    assertThat(first.studies()).hasSize(1);
    assertThat(first.studies().getFirst().id()).startsWith("2.25.").hasSizeLessThanOrEqualTo(64);
    assertThat(second.studies()).isEqualTo(first.studies());
    assertThat(first.studies().getFirst().series())
        .extracting(series -> series.guess().sequence())
        .containsExactlyInAnyOrder(Sequence.T1, Sequence.FLAIR);
  }

  @Test
  void aNiftiVolumeComesBackAsItWas() throws IOException {
    IngestResult result = bench.upload("t1.nii.gz", NiftiBytes.floats(5, 6, 7, 2).gzipped());
    Study study = result.studies().getFirst();
    Series series = study.series().getFirst();
    assertThat(series.volumes()).hasSize(2);
    Volume second = bench.studies.volume(study.id(), series.uid(), 1);
    assertThat(second.at(4, 5, 6)).isEqualTo(5 * 6 * 7 * 2 - 1);
    assertThat(second.geometry()).isEqualTo(series.volumes().get(1).geometry());
  }

  @Test
  void deletingAStudyLeavesNothingOfIt() throws IOException {
    bench.upload("a.zip", slices(0, 3).bytes());
    IngestResult nifti = bench.upload("t1.nii", NiftiBytes.floats(5, 6, 7, 1).bytes());
    bench.studies.delete(STUDY);
    assertThat(bench.studies.find(STUDY)).isEmpty();
    assertThat(bench.blobs.sweep(sha256 -> false)).isEqualTo(1);
    assertThat(bench.studies.find(nifti.studies().getFirst().id())).isPresent();
  }

  @Test
  void nothingStaysBehindInStaging() throws IOException {
    bench.upload("a.zip", slices(0, 3).with("x.txt", new byte[] {1}).bytes());
    assertThat(bench.folder.staging()).isEmptyDirectory();
  }

  @Test
  void pagesThroughStudiesNewestFirst() throws IOException {
    for (int i = 1; i <= 5; i++) {
      bench.upload("x.dcm", DicomBytes.slice("1.2." + i, "1.2." + i + ".1", 0).bytes());
    }
    StudyStore.StudyPage first = bench.studies.page(Optional.empty(), 2);
    StudyStore.StudyPage second =
        bench.studies.page(first.next().map(c -> PageCursor.decode(c.encode())), 2);
    StudyStore.StudyPage third = bench.studies.page(second.next(), 2);
    assertThat(List.of(first, second, third))
        .flatExtracting(StudyStore.StudyPage::studies)
        .extracting(Study::id)
        .containsExactly("1.2.5", "1.2.4", "1.2.3", "1.2.2", "1.2.1");
    assertThat(third.next()).isEmpty();
  }
}
