package io.sightline.dicom;

import io.sightline.shared.ProblemException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageInputStream;

/**
 * An open object: its attributes have been read, and {@link #stream} stands at the first byte of
 * Pixel Data, if it has any. One thread at a time; close it.
 */
final class DicomInput implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final ImageInputStream stream;
  private final Attributes fileMeta;
  private final Attributes dataset;
  private final TransferSyntax syntax;
  private final long fileSize;
  private final long datasetOffset;

  private DicomInput(ImageInputStream stream, long fileSize, DicomLimits limits)
      throws IOException {
    this.stream = stream;
    this.fileSize = fileSize;
    Attributes meta = stream.getFileMetaInformation();
    this.fileMeta = meta == null ? new Attributes() : meta;
    this.datasetOffset = stream.getPosition();
    this.syntax = TransferSyntax.of(stream.getTransferSyntax());
    long end = syntax.deflated() ? Long.MAX_VALUE : fileSize;
    stream.setImageInputHandler(new HeaderHandler(limits, end));
    this.dataset = stream.readDataset(-1, Tag.PixelData);
  }

  /**
   * Opens an object and reads its attributes up to Pixel Data.
   *
   * @throws ProblemException {@code empty_file}, {@code not_dicom}, {@code truncated}, {@code
   *     invalid_dicom}, {@code unsupported_transfer_syntax} or {@code too_large}
   */
  static DicomInput open(Path path, DicomLimits limits) {
    InputStream raw = null;
    try {
      long size = Files.size(path);
      DicomSniffer.check(path, size);
      raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
      return new DicomInput(new ImageInputStream(raw), size, limits);
    } catch (IOException | RuntimeException e) {
      Problems.closeQuietly(raw);
      throw Problems.reading(e);
    }
  }

  Attributes fileMeta() {
    return fileMeta;
  }

  Attributes dataset() {
    return dataset;
  }

  TransferSyntax syntax() {
    return syntax;
  }

  /** Where the data set starts in the file. */
  long datasetOffset() {
    return datasetOffset;
  }

  ImageInputStream stream() {
    return stream;
  }

  boolean hasPixelData() {
    return stream.tag() == Tag.PixelData && stream.level() == 0;
  }

  boolean bigEndian() {
    return stream.bigEndian();
  }

  /** Pixel Data's declared length; -1 when undefined, as for fragments. */
  long pixelDataLength() {
    return stream.length() == -1 ? -1 : Integer.toUnsignedLong(stream.length());
  }

  /** Whether Pixel Data is written as 16-bit words, which big endian objects swap. */
  boolean words() {
    return stream.vr() == VR.OW;
  }

  /** Bytes from here to the end of the file; unknown, hence unbounded, when deflated. */
  long remaining() {
    return syntax.deflated() ? Long.MAX_VALUE : fileSize - stream.getPosition();
  }

  /** Reads exactly {@code length} bytes; the caller has checked that length against its limits. */
  byte[] read(int length) throws IOException {
    if (length > remaining()) {
      throw new EOFException();
    }
    byte[] bytes = new byte[length];
    stream.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
