package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final byte[] SLICE = DicomBytes.slice("1.2.3", "1.2.3.4", 0).bytes();
  private static final byte[] BOMB = new byte[1 << 20];

  @TempDir Path temp;

  private IngestResult upload(UploadLimits limits, byte[] zip) throws IOException {
    return Bench.in(temp.resolve("data"), limits).upload("upload.zip", zip);
  }

  private static Bench.Limits limits(long entry, long archive, int entries) {
    return Bench.Limits.of(entry, archive, entries, 100, 1 << 16);
  }

  private void keepsTheSliceAndRefuses(IngestResult result, String name, String code) {
    assertThat(result.studies()).hasSize(1);
    assertThat(result.rejected())
        .singleElement()
        .satisfies(r -> assertThat(r.name()).isEqualTo(name))
        .satisfies(r -> assertThat(r.code()).isEqualTo(code));
  }

  @Test
  void anEntryThatUnpacksTooWellIsABomb() throws IOException {
    byte[] zip = new ZipBytes().with("bomb", BOMB).with("ok.dcm", SLICE).bytes();
    keepsTheSliceAndRefuses(upload(limits(1 << 24, 1 << 24, 9), zip), "bomb", "too_large");
  }

  @Test
  void aBombThatLiesAboutItsSizeIsStoppedWhileItUnpacks() throws IOException {
    byte[] zip = new ZipBytes().with("bomb", BOMB).with("ok.dcm", SLICE).bytes();
    IngestResult result = upload(limits(1 << 24, 1 << 24, 9), ZipBytes.lying(zip, 1000));
    keepsTheSliceAndRefuses(result, "bomb", "too_large");
  }

  @Test
  void anEntryOverItsLimitIsRefused() throws IOException {
    byte[] zip = new ZipBytes().with("big", new byte[40_000]).with("ok.dcm", SLICE).bytes();
    keepsTheSliceAndRefuses(upload(limits(30_000, 1 << 24, 9), zip), "big", "too_large");
  }

  @Test
  void entriesBeyondTheTotalAreRefused() throws IOException {
    byte[] zip = new ZipBytes().with("ok.dcm", SLICE).with("more", new byte[40_000]).bytes();
    keepsTheSliceAndRefuses(upload(limits(1 << 24, 20_000, 9), zip), "more", "too_large");
  }

  @Test
  void tooManyEntriesAreNotEvenLookedAt() throws IOException {
    byte[] zip = new ZipBytes().with("a", SLICE).with("b", SLICE).with("c", SLICE).bytes();
    IngestResult result = upload(limits(1 << 24, 1 << 24, 2), zip);
    assertThat(result.studies()).isEmpty();
    assertThat(result.rejected()).extracting(Rejection::code).containsExactly("too_large");
  }

  @Test
  void aWrongSizeIsReported() throws IOException {
    byte[] zip = new ZipBytes().with("a.dcm", SLICE).bytes();
    IngestResult result = upload(Bench.WIDE, ZipBytes.lying(zip, SLICE.length + 7));
    assertThat(result.rejected()).extracting(Rejection::code).containsExactly("truncated");
  }

  @Test
  void encryptedAndNestedEntriesAreRefusedByCode() throws IOException {
    byte[] zip =
        ZipBytes.encrypted(new ZipBytes().with("secret", SLICE).with("ok.dcm", SLICE).bytes(), 1);
    keepsTheSliceAndRefuses(upload(Bench.WIDE, zip), "secret", "encrypted_archive");

    byte[] nested =
        new ZipBytes()
            .with("inner.zip", new ZipBytes().with("a", SLICE).bytes())
            .with("ok.dcm", SLICE)
            .bytes();
    keepsTheSliceAndRefuses(upload(Bench.WIDE, nested), "inner.zip", "nested_archive");
  }

  @Test
  void namesAreNeverPaths() throws IOException {
    byte[] zip =
        new ZipBytes()
            .with("../../outside.dcm", SLICE)
            .with("/etc/absolute.txt", new byte[] {1})
            .with("a\nb\u0000c" + "x".repeat(500), new byte[] {1})
            .bytes();
    IngestResult result = upload(Bench.WIDE, zip);
    assertThat(result.studies()).hasSize(1);
    assertThat(result.rejected()).allSatisfy(r -> assertThat(r.name()).hasSizeLessThan(201));
    assertThat(result.rejected().getLast().name()).doesNotContain("\n").doesNotContain("\0");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(temp.resolve("data"));
    }
  }
}
