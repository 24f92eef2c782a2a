package io.sightline.study;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes small NIfTI-1 images byte by byte, so that tests can also write wrong ones. */
public final class NiftiBytes {
  private static final int DATA = 352;
  private final ByteBuffer bytes;

  private NiftiBytes(int length) {
    bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A float32 image with voxel value = its offset, 2 mm isotropic. */
  public static NiftiBytes floats(int nx, int ny, int nz, int nt) {
    NiftiBytes n = header(nx, ny, nz, nt, 16, 4);
    for (int i = 0; i < nx * ny * nz * nt; i++) {
      n.bytes.putFloat(DATA + 4 * i, i);
    }
    return n;
  }

  /** The same as float64. */
  public static NiftiBytes doubles(int nx, int ny, int nz) {
    NiftiBytes n = header(nx, ny, nz, 1, 64, 8);
    for (int i = 0; i < nx * ny * nz; i++) {
      n.bytes.putDouble(DATA + 8 * i, i + 0.5);
    }
    return n;
  }

  private static NiftiBytes header(int nx, int ny, int nz, int nt, int datatype, int width) {
    NiftiBytes n = new NiftiBytes(DATA + nx * ny * nz * nt * width);
    ByteBuffer b = n.bytes;
    b.putInt(0, 348);
    int[] dim = {nt > 1 ? 4 : 3, nx, ny, nz, nt, 1, 1, 1};
    for (int i = 0; i < dim.length; i++) {
      b.putShort(40 + 2 * i, (short) dim[i]);
    }
    b.putShort(70, (short) datatype);
    b.putShort(72, (short) (8 * width));
    for (int i = 0; i < 4; i++) {
      b.putFloat(76 + 4 * i, i == 0 ? 1 : 2);
    }
    b.putFloat(108, DATA);
    b.putFloat(112, 1);
    b.putShort(254, (short) 1);
    for (int row = 0; row < 3; row++) {
      b.putFloat(280 + 16 * row + 4 * row, 2);
    }
    b.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    return n;
  }

  public NiftiBytes putFloat(int offset, float value) {
    bytes.putFloat(offset, value);
    return this;
  }

  public NiftiBytes putShort(int offset, int value) {
    bytes.putShort(offset, (short) value);
    return this;
  }

  public NiftiBytes voxel(int index, float value) {
    return putFloat(DATA + 4 * index, value);
  }

  public byte[] bytes() {
    return bytes.array();
  }

  public byte[] gzipped() {
    return gzip(bytes());
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
