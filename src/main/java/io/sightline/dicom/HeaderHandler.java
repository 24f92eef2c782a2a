package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.Fragments;
import org.aoju.bus.image.galaxy.data.Sequence;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageInputHandler;
import org.aoju.bus.image.galaxy.io.ImageInputStream;

/**
 * Keeps the wanted elements, skips the others, and stops at the first sign that a header asks for
 * more than the limits or than its file holds.
 */
final class HeaderHandler implements ImageInputHandler {
  private static final int UNDEFINED = -1;
  private static final int MAX_VALUE_BYTES = 1 << 20;

  private final DicomLimits limits;
  private final long end;
  private int elements;

  /**
   * @param end bytes that can be read, {@link Long#MAX_VALUE} when unknown (deflated)
   */
  HeaderHandler(DicomLimits limits, long end) {
    this.limits = limits;
    this.end = end;
  }

  @Override
  public void readValue(ImageInputStream in, Attributes attributes) throws IOException {
    checkBudget(in);
    long length = in.length() == UNDEFINED ? UNDEFINED : Integer.toUnsignedLong(in.length());
    if (length > end - in.getPosition()) {
      throw new ProblemException(
          ErrorCode.TRUNCATED, "The object ends inside its header: an element is cut off.");
    }
    if (length == UNDEFINED || (in.vr() == VR.SQ && HeaderTags.keepsSequence(in.tag()))) {
      in.readValue(in, attributes);
    } else if (HeaderTags.keepsValue(in.tag()) && in.vr() != VR.SQ && length <= MAX_VALUE_BYTES) {
      in.readValue(in, attributes);
    } else {
      noteFloatPixels(in, attributes);
      in.skipFully(length);
    }
  }

  /** That floating-point pixels are there is worth knowing, the pixels are not. */
  private static void noteFloatPixels(ImageInputStream in, Attributes attributes) {
    if (in.tag() == HeaderTags.FLOAT_PIXEL_DATA || in.tag() == HeaderTags.DOUBLE_PIXEL_DATA) {
      attributes.setNull(in.tag(), in.vr());
    }
  }

  @Override
  public void readValue(ImageInputStream in, Sequence items) throws IOException {
    if (in.level() >= limits.maxDepth()) {
      throw new ProblemException(
          ErrorCode.INVALID_DICOM,
          "The object nests sequences deeper than " + limits.maxDepth() + " levels.");
    }
    checkBudget(in);
    in.readValue(in, items);
  }

  @Override
  public void readValue(ImageInputStream in, Fragments fragments) throws IOException {
    checkBudget(in);
    long length = Integer.toUnsignedLong(in.length());
    if (length > end - in.getPosition()) {
      throw new ProblemException(ErrorCode.TRUNCATED, "The object ends inside a fragment.");
    }
    in.skipFully(length);
  }

  @Override
  public void startDataset(ImageInputStream in) {
    // nothing to prepare
  }

  @Override
  public void endDataset(ImageInputStream in) {
    // nothing to finish
  }

  private void checkBudget(ImageInputStream in) {
    if (++elements > limits.maxElements() || in.getPosition() > limits.maxHeaderBytes()) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE, "The object's header is larger than this server accepts.");
    }
  }
}
