package io.sightline.dicom.codec;

/** FFmpeg could not decode a codestream. */
final class FfmpegException extends Exception {
  private static final long serialVersionUID = 1L;

  FfmpegException(String message) {
    super(message);
  }
}
