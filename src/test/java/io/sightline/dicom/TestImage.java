package io.sightline.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.Fragments;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageOutputStream;

/** Writes small DICOM objects for tests, in any transfer syntax. */
public final class TestImage {
  private static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";

  private final Attributes dataset = new Attributes();
  private TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  /** A MONOCHROME2 slice of 16-bit cells, unsigned, at the origin, 1 mm. */
  public TestImage(int columns, int rows) {
    text(Tag.SOPClassUID, VR.UI, CT_IMAGE);
    text(Tag.SOPInstanceUID, VR.UI, "1.2.3.4.1");
    text(Tag.StudyInstanceUID, VR.UI, "1.2.3.4");
    text(Tag.SeriesInstanceUID, VR.UI, "1.2.3.4.0");
    text(Tag.Modality, VR.CS, "MR");
    text(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
    number(Tag.SamplesPerPixel, 1);
    number(Tag.Rows, rows);
    number(Tag.Columns, columns);
    bits(16, 16, false);
    text(Tag.ImagePositionPatient, VR.DS, "0", "0", "0");
    text(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
    text(Tag.PixelSpacing, VR.DS, "1", "1");
  }

  public TestImage text(int tag, VR vr, String... values) {
    dataset.setString(tag, vr, values);
    return this;
  }

  public TestImage number(int tag, int value) {
    dataset.setInt(tag, VR.US, value);
    return this;
  }

  public TestImage bits(int allocated, int stored, boolean signed) {
    number(Tag.BitsAllocated, allocated);
    number(Tag.BitsStored, stored);
    number(Tag.HighBit, stored - 1);
    return number(Tag.PixelRepresentation, signed ? 1 : 0);
  }

  /** Another transfer syntax; the writer swaps and deflates. */
  public TestImage in(TransferSyntax other) {
    this.syntax = other;
    return this;
  }

  /** 16-bit cells. */
  public TestImage pixels(int... cells) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * cells.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int cell : cells) {
      bytes.putShort((short) cell);
    }
    dataset.setBytes(Tag.PixelData, VR.OW, bytes.array());
    return this;
  }

  /** 8-bit cells; an even number. */
  public TestImage bytes(byte... cells) {
    dataset.setBytes(Tag.PixelData, VR.OB, cells);
    return this;
  }

  /**
   * @param table the Basic Offset Table, may be empty
   */
  public TestImage fragments(byte[] table, byte[]... parts) {
    Fragments fragments = dataset.newFragments(Tag.PixelData, VR.OB, parts.length + 1);
    fragments.add(table);
    for (byte[] part : parts) {
      fragments.add(part.length % 2 == 0 ? part : java.util.Arrays.copyOf(part, part.length + 1));
    }
    return this;
  }

  public Attributes dataset() {
    return dataset;
  }

  /** A Part 10 file with preamble. */
  public Path write(Path file) {
    Attributes meta =
        Attributes.createFileMetaInformation(
            dataset.getString(Tag.SOPInstanceUID), CT_IMAGE, syntax.uid());
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream dicom =
            new ImageOutputStream(out, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())) {
      dicom.writeDataset(meta, dataset);
      dicom.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The bare data set, without preamble and file meta information. */
  public Path writeBare(Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream dicom = new ImageOutputStream(out, syntax.uid())) {
      dicom.writeDataset(null, dataset);
      dicom.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
