package io.sightline.volume;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes gzipped single-file NIfTI-1 images, little endian, with sform and qform both in scanner
 * coordinates (RAS mm). Stateless and thread-safe.
 */
public final class NiftiWriter {
  private static final int DATA_OFFSET = 352;
  private static final int BUFFER = 1 << 16;

  private NiftiWriter() {}

  /** As int16 when every voxel is a whole number in its range, else as float32. */
  public static void write(Volume volume, OutputStream out) {
    boolean whole = wholeNumbers(volume.voxels());
    NiftiType type = whole ? NiftiType.INT16 : NiftiType.FLOAT32;
    float[] voxels = volume.voxels();
    write(
        volume.geometry(),
        type,
        out,
        (buffer, i) -> {
          if (whole) {
            buffer.putShort((short) voxels[i]);
          } else {
            buffer.putFloat(voxels[i]);
          }
        });
  }

  /** As uint8: 1 inside, 0 outside. */
  public static void write(Mask mask, OutputStream out) {
    write(
        mask.geometry(),
        NiftiType.UINT8,
        out,
        (buffer, i) -> buffer.put((byte) (mask.inside()[i] != 0 ? 1 : 0)));
  }

  /** As uint8, one label per voxel. */
  public static void write(LabelMap map, OutputStream out) {
    write(map.geometry(), NiftiType.UINT8, out, (buffer, i) -> buffer.put(map.labels()[i]));
  }

  /** Writes a volume to a new file; an existing one is replaced. */
  public static void write(Volume volume, Path path) {
    try (OutputStream out = Files.newOutputStream(path)) {
      write(volume, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface VoxelWriter {
    void put(ByteBuffer buffer, int voxel);
  }

  private static void write(
      VolumeGeometry geometry, NiftiType type, OutputStream out, VoxelWriter voxels) {
    try {
      GZIPOutputStream zip = new GZIPOutputStream(new BufferedOutputStream(out, BUFFER), BUFFER);
      zip.write(header(geometry, type));
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < geometry.voxels(); i++) {
        if (buffer.remaining() < type.bytes()) {
          flush(buffer, zip);
        }
        voxels.put(buffer, i);
      }
      flush(buffer, zip);
      zip.finish();
      zip.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flush(ByteBuffer buffer, OutputStream out) throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private static byte[] header(VolumeGeometry g, NiftiType type) {
    ByteBuffer b = ByteBuffer.allocate(DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, NiftiHeader.SIZE);
    short[] dims = {3, (short) g.nx(), (short) g.ny(), (short) g.nz(), 1, 1, 1, 1};
    for (int i = 0; i < dims.length; i++) {
      b.putShort(40 + 2 * i, dims[i]);
    }
    b.putShort(70, (short) type.code());
    b.putShort(72, (short) (8 * type.bytes()));
    RasAffine affine = RasAffine.of(g);
    affine.write(b);
    b.putFloat(108, DATA_OFFSET);
    b.putFloat(112, 1);
    b.put(123, (byte) 2);
    b.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    return b.array();
  }

  private static boolean wholeNumbers(float[] voxels) {
    for (float v : voxels) {
      if (v != (short) v) {
        return false;
      }
    }
    return true;
  }
}
