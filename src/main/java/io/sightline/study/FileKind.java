package io.sightline.study;

import io.sightline.dicom.DicomSniffer;
import io.sightline.volume.NiftiReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes, whatever its name or declared type. */
enum FileKind {
  EMPTY,
  ZIP,
  DICOM,
  NIFTI,
  UNKNOWN;

  private static final int HEAD = 512;

  static FileKind of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FileKind of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && zipRecord(head[2], head[3])) {
      return ZIP;
    }
    if (NiftiReader.looksLikeNifti(head)) {
      return NIFTI;
    }
    return DicomSniffer.looksLikeDicom(head) ? DICOM : UNKNOWN;
  }

  /** A local file, the end of an empty archive, or the mark of a spanned one. */
  private static boolean zipRecord(byte a, byte b) {
    return a == 3 && b == 4 || a == 5 && b == 6 || a == 7 && b == 8;
  }
}
