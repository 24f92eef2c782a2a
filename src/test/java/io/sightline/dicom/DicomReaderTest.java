package io.sightline.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DicomReaderTest {
  @TempDir private Path folder;

  @Test
  void readsWhatAssemblyAndNamingNeed() {
    DicomHeader h = DicomReader.readHeader(Samples.path("highdicom/ct_image.dcm"));

    assertThat(h.study().uid()).isEqualTo("1.3.6.1.4.1.5962.1.2.1.20040119072730.12322");
    assertThat(h.series().modality()).isEqualTo("CT");
    assertThat(h.sopClassUid()).isEqualTo("1.2.840.10008.5.1.4.1.1.2");
    assertThat(h.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(h.pixels())
        .isEqualTo(new PixelFormat(128, 128, 1, 1, "MONOCHROME2", 16, 16, 15, true, -2000, null));
    assertThat(h.frames()).hasSize(1);
    assertThat(h.frames().getFirst().position())
        .containsExactly(-158.135803, -179.035797, -75.699997);
    assertThat(h.frames().getFirst().pixelSpacing()).containsExactly(0.661468, 0.661468);
    assertThat(h.frames().getFirst().rescaleIntercept()).isEqualTo(-1024);
    assertThat(h.warnings()).isEmpty();
  }

  @Test
  void enhancedObjectsTakeEachFrameFromItsFunctionalGroup() {
    DicomHeader h = DicomReader.readHeader(Samples.path("dcmqi/multiframe.dcm"));

    assertThat(h.frames()).hasSize(3);
    assertThat(h.frames())
        .extracting(f -> f.position().get(2))
        .containsExactly(-177.75, -175.25, -172.75);
    assertThat(h.frames())
        .extracting(FrameAttributes::orientation)
        .allSatisfy(o -> assertThat(o).hasSize(6));
    assertThat(h.frames().getFirst().sliceThickness()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "IMPLICIT_VR_LITTLE_ENDIAN",
        "EXPLICIT_VR_LITTLE_ENDIAN",
        "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN",
        "EXPLICIT_VR_BIG_ENDIAN"
      })
  void nativePixelsAreTheSameInEverySyntax(TransferSyntax syntax) {
    Path file = new TestImage(3, 2).in(syntax).pixels(0, 1, 258, 65535, 4660, 7).write(file());

    assertThat(DicomReader.readHeader(file).transferSyntax()).isEqualTo(syntax);
    assertThat(Decoded.only(file)).containsExactly(0, 1, 258, 65535, 4660, 7);
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN"})
  void readsDataSetsWithoutPreamble(TransferSyntax syntax) {
    Path file = new TestImage(2, 2).in(syntax).pixels(1, 2, 3, 4).writeBare(file());

    assertThat(DicomReader.readHeader(file).transferSyntax()).isEqualTo(syntax);
    assertThat(Decoded.only(file)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theWrapperDoesNotChangeTheContentHash() {
    TestImage image = new TestImage(2, 2).pixels(1, 2, 3, 4);
    String wrapped = DicomReader.readHeader(image.write(file())).contentHash();
    String bare = DicomReader.readHeader(image.writeBare(file())).contentHash();
    String other = DicomReader.readHeader(image.pixels(1, 2, 3, 5).write(file())).contentHash();

    assertThat(wrapped).isEqualTo(bare).isNotEqualTo(other).hasSize(64);
  }

  @Test
  void missingUidsAreMadeTheSameWayForEverySlice() {
    TestImage image = new TestImage(1, 2).pixels(1, 2);
    image.dataset().setNull(Tag.StudyInstanceUID, VR.UI);
    image.dataset().setNull(Tag.SeriesInstanceUID, VR.UI);
    DicomHeader first = DicomReader.readHeader(image.write(file()));
    image.text(Tag.SOPInstanceUID, VR.UI, "1.2.3.4.2");
    DicomHeader second = DicomReader.readHeader(image.write(file()));

    assertThat(first.study().uid()).startsWith("2.25.").isEqualTo(second.study().uid());
    assertThat(first.series().uid()).startsWith("2.25.").isEqualTo(second.series().uid());
    assertThat(first.warnings())
        .extracting(w -> w.code())
        .containsExactly("missing_uid", "missing_uid");
  }

  @Test
  void patientsAreToldApartWithoutKeepingTheirNames() {
    TestImage image = new TestImage(1, 2).pixels(1, 2).text(Tag.PatientName, VR.PN, "Doe^Jane");
    DicomHeader jane = DicomReader.readHeader(image.write(file()));
    DicomHeader john =
        DicomReader.readHeader(image.text(Tag.PatientName, VR.PN, "Doe^John").write(file()));

    assertThat(jane.study().patientHash()).isNotEqualTo(john.study().patientHash());
    assertThat(jane.toString()).doesNotContain("Jane");
  }

  @Test
  void emptyAndForeignFilesAreNamed() throws IOException {
    assertProblem(ErrorCode.EMPTY_FILE, Files.write(file(), new byte[0]));
    assertProblem(ErrorCode.NOT_DICOM, Files.writeString(file(), "no DICOM object ".repeat(20)));
  }

  @Test
  void everyCutIsAProblemWithACode() throws IOException {
    byte[] whole = Files.readAllBytes(new TestImage(4, 4).pixels(new int[16]).write(file()));
    for (int length = 1; length < whole.length; length++) {
      Path cut = Files.write(file(), Arrays.copyOf(whole, length));
      assertThatExceptionOfType(ProblemException.class)
          .as("cut at %d of %d", length, whole.length)
          .isThrownBy(() -> DicomReader.readHeader(cut))
          .satisfies(
              p ->
                  assertThat(p.code())
                      .isIn(
                          ErrorCode.TRUNCATED,
                          ErrorCode.NOT_DICOM,
                          ErrorCode.INVALID_DICOM,
                          ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX));
    }
  }

  @Test
  void pixelDataShorterThanDeclaredIsTruncated() throws IOException {
    byte[] whole = Files.readAllBytes(new TestImage(4, 4).pixels(new int[16]).write(file()));

    assertProblem(ErrorCode.TRUNCATED, Files.write(file(), Arrays.copyOf(whole, whole.length - 1)));
  }

  @Test
  void fewerPixelsThanTheMatrixNeedsAreCorrupt() {
    assertProblem(ErrorCode.CORRUPT_PIXEL_DATA, new TestImage(4, 4).pixels(1, 2).write(file()));
  }

  @Test
  void aCompressedPictureOfAnotherSizeIsCorrupt() throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.path("codec/jpegls_16.dcm"));
    TestImage image = new TestImage(64, 256).in(TransferSyntax.JPEG_LS_LOSSLESS);
    int start = start(bytes);

    assertProblem(
        ErrorCode.CORRUPT_PIXEL_DATA,
        image
            .fragments(new byte[0], Arrays.copyOfRange(bytes, start, bytes.length - 8))
            .write(file()));
  }

  @Test
  void noiseInsteadOfACodestreamIsCorrupt() {
    TestImage image = new TestImage(4, 4).in(TransferSyntax.JPEG_2000_LOSSLESS);

    assertProblem(
        ErrorCode.CORRUPT_PIXEL_DATA, image.fragments(new byte[0], new byte[200]).write(file()));
  }

  @Test
  void aCompressedObjectCutInItsLastFragmentIsTruncated() throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.path("codec/jpegls_16.dcm"));

    assertProblem(
        ErrorCode.TRUNCATED, Files.write(file(), Arrays.copyOf(bytes, bytes.length - 100)));
  }

  /** Where the codestream starts: FFD8 FFF7, the start of a JPEG-LS picture. */
  private static int start(byte[] bytes) {
    int at = 0;
    while (bytes[at] != -1 || bytes[at + 1] != (byte) 0xD8 || bytes[at + 2] != -1) {
      at++;
    }
    return at;
  }

  @Test
  void seventyThousandColumnsAreTooMany() {
    TestImage image = new TestImage(4, 4).pixels(new int[16]);
    image.dataset().remove(Tag.Columns);
    image.dataset().setInt(Tag.Columns, VR.UL, 70_000);

    assertProblem(ErrorCode.TOO_LARGE, image.write(file()));
  }

  @Test
  void aDeclaredMatrixIsCheckedBeforeMemoryIsTaken() {
    assertProblem(ErrorCode.TOO_LARGE, new TestImage(65535, 65535).pixels(1).write(file()));
    assertProblem(
        ErrorCode.TOO_LARGE,
        new TestImage(2, 2).text(Tag.NumberOfFrames, VR.IS, "2000000").pixels(1).write(file()));
  }

  @Test
  void sequencesNestedTooDeepAreRefused() {
    TestImage image = new TestImage(2, 2).pixels(1, 2, 3, 4);
    Attributes level = image.dataset();
    for (int depth = 0; depth < 200; depth++) {
      Attributes next = new Attributes();
      level.newSequence(Tag.SharedFunctionalGroupsSequence, 1).add(next);
      level = next;
    }
    level.setString(Tag.ImageType, VR.CS, "ORIGINAL");

    assertProblem(ErrorCode.INVALID_DICOM, image.write(file()));
  }

  @Test
  void unknownTransferSyntaxesAreNamed() throws IOException {
    Path file = new TestImage(2, 2).pixels(1, 2, 3, 4).write(file());
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    String patched = text.replace("1.2.840.10008.1.2.1\0", "1.2.840.10008.9.9.9\0");
    Files.write(file, patched.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> DicomReader.readHeader(file))
        .withMessageContaining("1.2.840.10008.9.9.9")
        .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX));
  }

  /** A megabyte of deflate that would inflate to a gigabyte of text. */
  @Test
  void deflateBombsStopAtTheHeaderLimit() {
    TestImage image = new TestImage(2, 2).in(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    image.dataset().setBytes(0x00091010, VR.OB, new byte[64 << 20]);
    image.pixels(1, 2, 3, 4);
    Path file = image.write(file());
    DicomLimits small = new DicomLimits(1 << 20, 10, 16, 1000, 1 << 20);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> DicomReader.readHeader(file, small))
        .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void problemsNeverShowAPath() {
    Path file = new TestImage(4, 4).pixels(1, 2).write(file());

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> DicomReader.readHeader(file))
        .satisfies(p -> assertThat(p.detail()).doesNotContain(folder.toString()));
  }

  private Path file() {
    return folder.resolve("image.dcm");
  }

  private static void assertProblem(ErrorCode code, Path file) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> DicomReader.readHeader(file))
        .satisfies(p -> assertThat(p.code()).as(p.detail()).isEqualTo(code));
  }
}
