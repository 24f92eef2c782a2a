package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Joins fragments to frames. A frame ends where the Basic Offset Table says so; without a table,
 * after each fragment when there are as many as frames, else where the next codestream starts.
 */
final class EncapsulatedFrames {
  private static final int SLACK = 1 << 20;
  private static final int MAX_TABLE = 1 << 20;

  private final FragmentReader fragments;
  private final PixelFormat format;
  private final long[] starts;
  private long position;
  private byte[] pending = new byte[0];
  private boolean hasPending;
  private int next;

  EncapsulatedFrames(DicomInput input, PixelFormat format) throws IOException {
    this.fragments = new FragmentReader(input);
    this.format = format;
    if (!fragments.next()) {
      throw corrupt("Pixel data holds no fragment.");
    }
    this.starts = OffsetTable.parse(fragments.read(MAX_TABLE), format.frames());
    advance();
  }

  /** One frame's codestream; frames before it are skipped. */
  byte[] read(int index) throws IOException {
    byte[] frame = new byte[0];
    while (next <= index) {
      frame = readNext();
      next++;
    }
    return frame;
  }

  private byte[] readNext() throws IOException {
    if (!hasPending) {
      throw corrupt("Pixel data holds fewer frames than the header declares.");
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream(pending.length);
    do {
      frame.write(pending);
      if (frame.size() > largest()) {
        throw corrupt("A compressed frame is larger than the picture it holds.");
      }
      advance();
    } while (hasPending && !startsFrame());
    return frame.toByteArray();
  }

  /** No compression makes a picture much larger than it is. */
  private long largest() {
    return 2 * format.frameBytes() + SLACK;
  }

  private void advance() throws IOException {
    position += hasPending ? pending.length + 8 : 0;
    hasPending = fragments.next();
    pending = hasPending ? fragments.read(largest()) : new byte[0];
  }

  private boolean startsFrame() {
    if (format.frames() == 1) {
      return false;
    }
    if (starts.length > 0) {
      return next + 1 < starts.length && position >= starts[next + 1];
    }
    return Codestreams.startsHere(pending);
  }

  private static ProblemException corrupt(String detail) {
    return new ProblemException(ErrorCode.CORRUPT_PIXEL_DATA, detail);
  }
}
