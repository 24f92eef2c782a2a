package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Turns what the toolkit throws at bad input into problems with codes. */
final class Problems {
  private Problems() {}

  static ProblemException reading(Exception e) {
    return switch (e) {
      case ProblemException p -> p;
      case EOFException _ ->
          new ProblemException(ErrorCode.TRUNCATED, "The object ends too early.", e);
      case ZipException _ ->
          new ProblemException(ErrorCode.INVALID_DICOM, "The deflated data set is damaged.", e);
      case NoSuchFileException _ ->
          new ProblemException(ErrorCode.NOT_FOUND, "The object's file is missing.", e);
      default ->
          new ProblemException(
              ErrorCode.INVALID_DICOM, "The object breaks the DICOM encoding rules.", e);
    };
  }

  static void closeQuietly(@Nullable Closeable closeable) {
    if (closeable != null) {
      try {
        closeable.close();
      } catch (IOException e) {
        // the failure that led here is the one worth reporting
      }
    }
  }
}
