package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The checked header of a single-file NIfTI-1 image.
 *
 * @param volumes length of the fourth axis
 * @param dataOffset bytes from the start of the file to the first voxel
 * @param slope factor to real values; 1 where the file declares none
 * @param bytes the 348 bytes, in the file's byte order, for the affine
 * @see <a href="https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h">nifti1.h</a>
 */
record NiftiHeader(
    int nx,
    int ny,
    int nz,
    int volumes,
    NiftiType type,
    long dataOffset,
    double slope,
    double intercept,
    ByteBuffer bytes) {
  static final int SIZE = 348;
  private static final long MAX_OFFSET = 1L << 26;

  static NiftiHeader parse(byte[] raw) {
    ByteBuffer b = ByteBuffer.wrap(raw).order(byteOrder(raw));
    int rank = rank(b);
    NiftiType type = NiftiType.of(b.getShort(70));
    check(b.getShort(72) == 8 * type.bytes(), "The NIfTI bitpix contradicts its data type.");
    float offset = b.getFloat(108);
    check(offset >= 0 && offset <= MAX_OFFSET, "The NIfTI header's data offset is impossible.");
    float slope = b.getFloat(112);
    float intercept = b.getFloat(116);
    boolean scaled = Float.isFinite(slope) && slope != 0;
    return new NiftiHeader(
        dim(b, 1, rank),
        dim(b, 2, rank),
        dim(b, 3, rank),
        dim(b, 4, rank),
        type,
        Math.max(SIZE + 4, (long) offset),
        scaled ? slope : 1,
        scaled && Float.isFinite(intercept) ? intercept : 0,
        b);
  }

  /** The number of axes, after a look at the magic and at axes that a volume cannot have. */
  private static int rank(ByteBuffer b) {
    byte[] magic = new byte[4];
    b.get(344, magic);
    check(
        Arrays.equals(magic, new byte[] {'n', '+', '1', 0}),
        "The file is not a single-file NIfTI-1 image.");
    int rank = b.getShort(40);
    check(rank >= 1 && rank <= 7, "The NIfTI header declares " + rank + " dimensions.");
    for (int axis = 5; axis <= rank; axis++) {
      check(dim(b, axis, rank) == 1, "A NIfTI image with more than four axes is not a volume.");
    }
    return rank;
  }

  /** Voxels of one volume; cannot overflow, each axis has at most 32,767. */
  long voxels() {
    return (long) nx * ny * nz;
  }

  /** Bytes of all volumes. */
  long dataBytes() {
    return Math.multiplyExact(voxels() * type.bytes(), (long) volumes);
  }

  /** Whether these first bytes are those of a NIfTI-1 header in either byte order. */
  static boolean looksLikeNifti(byte[] head) {
    return head.length >= 4 && (size(head) == SIZE || Integer.reverseBytes(size(head)) == SIZE);
  }

  private static ByteOrder byteOrder(byte[] raw) {
    check(looksLikeNifti(raw), "The file is not a NIfTI-1 image.");
    return size(raw) == SIZE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static int size(byte[] raw) {
    return ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
  }

  private static int dim(ByteBuffer b, int axis, int rank) {
    int n = axis <= rank ? b.getShort(40 + 2 * axis) : 1;
    check(n >= 1 || axis > 3, "The NIfTI header declares an axis of " + n + " voxels.");
    return Math.max(1, n);
  }

  private static void check(boolean ok, String detail) {
    if (!ok) {
      throw new ProblemException(ErrorCode.INVALID_NIFTI, detail);
    }
  }
}
