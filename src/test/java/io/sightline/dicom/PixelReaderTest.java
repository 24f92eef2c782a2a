package io.sightline.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelReaderTest {
  @TempDir private Path folder;

  @Test
  void twelveSignedBitsInSixteenAreSignExtended() {
    Path file = image(2, 2).bits(16, 12, true).pixels(0x0FFF, 0x0800, 0x07FF, 0x0001).write(file());

    assertThat(Decoded.only(file)).containsExactly(-1, -2048, 2047, 1);
  }

  @Test
  void bitsAboveTheHighBitAreNotPartOfTheValue() {
    Path file = image(2, 1).bits(16, 12, false).pixels(0xF123, 0x8FFF).write(file());

    assertThat(Decoded.only(file)).containsExactly(0x123, 0xFFF);
  }

  @Test
  void aHighBitAboveTheStoredBitsShiftsTheValueDown() {
    TestImage image = image(2, 1).bits(16, 12, false).pixels(0x1230, 0xFFF0);
    image.number(Tag.HighBit, 15);

    assertThat(Decoded.only(image.write(file()))).containsExactly(0x123, 0xFFF);
  }

  @Test
  void eightBitCellsSignedAndUnsigned() {
    assertThat(
            Decoded.only(image(2, 1).bits(8, 8, false).bytes((byte) 200, (byte) 3).write(file())))
        .containsExactly(200, 3);
    assertThat(Decoded.only(image(2, 1).bits(8, 8, true).bytes((byte) 200, (byte) 3).write(file())))
        .containsExactly(-56, 3);
  }

  @Test
  void rleOfSixteenBitCells() {
    byte[] frame = rle(new byte[] {-3, 0x01}, new byte[] {3, 10, 20, 30, 40});
    Path file =
        image(2, 2).in(TransferSyntax.RLE_LOSSLESS).fragments(new byte[0], frame).write(file());

    assertThat(Decoded.only(file)).containsExactly(266, 276, 286, 296);
  }

  @Test
  void rleFramesWithoutAnOffsetTable() {
    byte[] first = rle(new byte[] {-3, 0}, new byte[] {-3, 7});
    byte[] second = rle(new byte[] {-3, 1}, new byte[] {-3, 9});
    Path file =
        image(2, 2)
            .in(TransferSyntax.RLE_LOSSLESS)
            .text(Tag.NumberOfFrames, VR.IS, "2")
            .fragments(new byte[0], first, second)
            .write(file());

    List<int[]> frames = Decoded.frames(file);

    assertThat(frames).hasSize(2);
    assertThat(frames.get(0)).containsExactly(7, 7, 7, 7);
    assertThat(frames.get(1)).containsExactly(265, 265, 265, 265);
  }

  @Test
  void rleThatEndsTooEarlyIsCorrupt() {
    byte[] frame = rle(new byte[] {-3, 0}, new byte[] {0, 7});
    Path file =
        image(2, 2).in(TransferSyntax.RLE_LOSSLESS).fragments(new byte[0], frame).write(file());

    assertProblem(ErrorCode.CORRUPT_PIXEL_DATA, file);
  }

  @Test
  void anOffsetTableJoinsTheFragmentsOfAFrame() {
    byte[] table =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(24).array();
    Path file =
        image(1, 1)
            .in(TransferSyntax.JPEG_LS_LOSSLESS)
            .text(Tag.NumberOfFrames, VR.IS, "2")
            .fragments(table, bytes(1, 2, 3, 4), bytes(5, 6, 7, 8), bytes(9, 10))
            .write(file());

    List<int[]> lengths =
        Decoded.frames(file, (_, stream, _) -> new int[] {stream.length, stream[0]});

    assertThat(lengths).containsExactly(new int[] {8, 1}, new int[] {2, 9});
  }

  @Test
  void allFragmentsOfASingleFrameAreJoined() {
    Path file =
        image(1, 1)
            .in(TransferSyntax.JPEG_2000)
            .fragments(new byte[0], bytes(1, 2), bytes(3, 4), bytes(5, 6))
            .write(file());

    assertThat(Decoded.frames(file, (_, s, _) -> new int[] {s.length}))
        .containsExactly(new int[] {6});
  }

  @Test
  void colourIsRefusedInWords() {
    Path file =
        image(2, 1)
            .bits(8, 8, false)
            .number(Tag.SamplesPerPixel, 3)
            .text(Tag.PhotometricInterpretation, VR.CS, "RGB")
            .bytes(new byte[6])
            .write(file());

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Decoded.frames(file))
        .withMessageContaining("RGB")
        .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.UNSUPPORTED_PIXEL_FORMAT));
  }

  @Test
  void paletteColourIsRefused() {
    Path file =
        image(2, 1)
            .bits(8, 8, false)
            .text(Tag.PhotometricInterpretation, VR.CS, "PALETTE COLOR")
            .bytes(new byte[2])
            .write(file());

    assertProblem(ErrorCode.UNSUPPORTED_PIXEL_FORMAT, file);
  }

  private static TestImage image(int columns, int rows) {
    return new TestImage(columns, rows);
  }

  private static void assertProblem(ErrorCode code, Path file) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Decoded.frames(file))
        .satisfies(p -> assertThat(p.code()).isEqualTo(code));
  }

  /** An RLE frame of PackBits segments, most significant byte first. */
  private static byte[] rle(byte[] high, byte[] low) {
    return ByteBuffer.allocate(64 + high.length + low.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(2)
        .putInt(64)
        .putInt(64 + high.length)
        .position(64)
        .put(high)
        .put(low)
        .array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private Path file() {
    return folder.resolve("image.dcm");
  }
}
