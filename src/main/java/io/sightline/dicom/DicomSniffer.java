package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells from a file's first bytes whether it may be a DICOM object. */
public final class DicomSniffer {
  private static final int PREAMBLE = 128;
  private static final int HEAD = 132;

  private DicomSniffer() {}

  /**
   * Whether the bytes look like the start of a Part 10 file, or of a data set without preamble that
   * starts with group 0002 or 0008 in any byte order.
   *
   * @param head the first bytes of a file, 132 of them where the file has as many
   */
  public static boolean looksLikeDicom(byte[] head) {
    return hasMagic(head) || startsWithGroup(head);
  }

  static void check(Path path, long size) throws IOException {
    if (size == 0) {
      throw new ProblemException(ErrorCode.EMPTY_FILE, "The file is empty.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      if (!looksLikeDicom(in.readNBytes(HEAD))) {
        throw new ProblemException(ErrorCode.NOT_DICOM, "The file is not a DICOM object.");
      }
    }
  }

  private static boolean hasMagic(byte[] head) {
    return head.length >= HEAD
        && head[PREAMBLE] == 'D'
        && head[PREAMBLE + 1] == 'I'
        && head[PREAMBLE + 2] == 'C'
        && head[PREAMBLE + 3] == 'M';
  }

  private static boolean startsWithGroup(byte[] head) {
    if (head.length < 8 || (head[1] | head[0]) == 0) {
      return false;
    }
    int little = head[0] & 0xff | (head[1] & 0xff) << 8;
    int big = head[1] & 0xff | (head[0] & 0xff) << 8;
    return little == 0x0002 || little == 0x0008 || big == 0x0008;
  }
}
