package io.sightline.dicom.codec;

import java.io.IOException;

/** A worker did not answer in time. */
final class CodecTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;
}
