package io.sightline.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds NIfTI-1 files byte by byte, broken ones too. */
final class TestNifti {
  private final int[] dims;
  private int volumes = 1;
  private NiftiType type = NiftiType.INT16;
  private int typeCode = -1;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private float slope = 1;
  private float intercept;
  private float dataOffset = 352;
  private float[] pixdim = {1, 1, 1};
  private double[] sform = new double[0];
  private double[] qform = new double[0];
  private int unit = 2;
  private String magic = "n+1";
  private double[] values = new double[0];

  /** 1 mm voxels of int16, without orientation. */
  TestNifti(int nx, int ny, int nz) {
    dims = new int[] {nx, ny, nz};
  }

  TestNifti volumes(int count) {
    volumes = count;
    return this;
  }

  TestNifti type(NiftiType other) {
    type = other;
    return this;
  }

  TestNifti typeCode(int code) {
    typeCode = code;
    return this;
  }

  TestNifti order(ByteOrder other) {
    order = other;
    return this;
  }

  TestNifti scaling(float by, float plus) {
    slope = by;
    intercept = plus;
    return this;
  }

  TestNifti dataOffset(float offset) {
    dataOffset = offset;
    return this;
  }

  TestNifti pixdim(float x, float y, float z) {
    pixdim = new float[] {x, y, z};
    return this;
  }

  /** Twelve numbers, row by row, RAS. */
  TestNifti sform(double... rows) {
    sform = rows;
    return this;
  }

  /** Quaternion b, c, d, then qfac, then the offset. */
  TestNifti qform(double... numbers) {
    qform = numbers;
    return this;
  }

  TestNifti unit(int code) {
    unit = code;
    return this;
  }

  TestNifti magic(String other) {
    magic = other;
    return this;
  }

  TestNifti values(double... voxels) {
    values = voxels;
    return this;
  }

  byte[] bytes() {
    ByteBuffer b = ByteBuffer.allocate(352 + values.length * type.bytes()).order(order);
    b.putInt(0, 348);
    b.putShort(40, (short) (volumes > 1 ? 4 : 3));
    for (int axis = 0; axis < 3; axis++) {
      b.putShort(42 + 2 * axis, (short) dims[axis]);
      b.putFloat(80 + 4 * axis, pixdim[axis]);
    }
    b.putShort(48, (short) volumes);
    b.putShort(70, (short) (typeCode < 0 ? type.code() : typeCode));
    b.putShort(72, (short) (8 * type.bytes()));
    b.putFloat(76, 1).putFloat(108, dataOffset).putFloat(112, slope).putFloat(116, intercept);
    b.put(123, (byte) unit);
    b.put(344, magic.getBytes(StandardCharsets.US_ASCII));
    orientation(b);
    b.position(352);
    for (double value : values) {
      put(b, value);
    }
    return b.array();
  }

  private void orientation(ByteBuffer b) {
    if (sform.length > 0) {
      b.putShort(254, (short) 1);
      for (int i = 0; i < 12; i++) {
        b.putFloat(280 + 4 * i, (float) sform[i]);
      }
    }
    if (qform.length > 0) {
      b.putShort(252, (short) 1).putFloat(76, (float) qform[3]);
      for (int i = 0; i < 3; i++) {
        b.putFloat(256 + 4 * i, (float) qform[i]).putFloat(268 + 4 * i, (float) qform[4 + i]);
      }
    }
  }

  private void put(ByteBuffer b, double value) {
    switch (type) {
      case UINT8, INT8 -> b.put((byte) value);
      case INT16, UINT16 -> b.putShort((short) value);
      case INT32, UINT32 -> b.putInt((int) value);
      case INT64, UINT64 -> b.putLong((long) value);
      case FLOAT32 -> b.putFloat((float) value);
      case FLOAT64 -> b.putDouble(value);
    }
  }
}
