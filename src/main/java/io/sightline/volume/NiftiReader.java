package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads single-file NIfTI-1 images, plain or gzipped, in either byte order. Stateless and
 * thread-safe. What a header declares is checked against the limits and the size of the file before
 * memory is taken.
 */
public final class NiftiReader {
  private static final int BUFFER = 1 << 16;
  // deflate cannot expand more than this, see RFC 1951 and zlib's technical notes
  private static final long MAX_EXPANSION = 1032;

  private NiftiReader() {}

  /** Whether a file that starts like this may be a NIfTI image, plain or gzipped. */
  public static boolean looksLikeNifti(byte[] head) {
    return NiftiHeader.looksLikeNifti(head) || gzipped(head);
  }

  /**
   * @throws ProblemException {@code empty_file}, {@code truncated}, {@code invalid_nifti}, {@code
   *     nested_archive} (gzip in gzip), {@code unsupported_pixel_format}, {@code geometry}, {@code
   *     too_large}, {@code no_volume} (a single slice)
   */
  public static NiftiFile read(Path path, VolumeLimits limits) {
    try (InputStream in = open(path)) {
      byte[] head = in.readNBytes(NiftiHeader.SIZE);
      if (gzipped(head)) {
        throw new ProblemException(ErrorCode.NESTED_ARCHIVE, "The file is gzipped more than once.");
      }
      if (head.length < NiftiHeader.SIZE) {
        throw new EOFException();
      }
      NiftiHeader header = NiftiHeader.parse(head);
      checkSize(header, limits, Files.size(path), compressed(path));
      List<Warning> warnings = new ArrayList<>();
      VolumeGeometry geometry = NiftiAffine.geometry(header, warnings);
      in.skipNBytes(header.dataOffset() - NiftiHeader.SIZE);
      return volumes(in, header, geometry, warnings);
    } catch (EOFException e) {
      throw new ProblemException(ErrorCode.TRUNCATED, "The NIfTI file ends too early.", e);
    } catch (ZipException e) {
      throw new ProblemException(ErrorCode.INVALID_ARCHIVE, "The gzip data is damaged.", e);
    } catch (IOException e) {
      throw new ProblemException(ErrorCode.INVALID_NIFTI, "The file could not be read.", e);
    }
  }

  private static InputStream open(Path path) throws IOException {
    if (Files.size(path) == 0) {
      throw new ProblemException(ErrorCode.EMPTY_FILE, "The file is empty.");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      return compressed(path) ? new GZIPInputStream(raw, BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean compressed(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return gzipped(in.readNBytes(2));
    }
  }

  private static boolean gzipped(byte[] head) {
    return head.length >= 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
  }

  private static void checkSize(
      NiftiHeader header, VolumeLimits limits, long fileSize, boolean compressed)
      throws IOException {
    if (header.nz() == 1) {
      throw new ProblemException(ErrorCode.NO_VOLUME, "One slice alone makes no volume.");
    }
    if (header.volumes() > limits.maxVolumes()
        || header.voxels() * header.volumes() > limits.maxVoxels()) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE,
          "The NIfTI header declares %d x %d x %d x %d voxels, more than this server accepts."
              .formatted(header.nx(), header.ny(), header.nz(), header.volumes()));
    }
    long available = compressed ? fileSize * MAX_EXPANSION : fileSize;
    if (header.dataOffset() + header.dataBytes() > available) {
      throw new EOFException();
    }
  }

  private static NiftiFile volumes(
      InputStream in, NiftiHeader header, VolumeGeometry geometry, List<Warning> warnings)
      throws IOException {
    List<Volume> volumes = new ArrayList<>();
    long notFinite = 0;
    for (int v = 0; v < header.volumes(); v++) {
      float[] voxels = new float[geometry.voxels()];
      notFinite += fill(in, header, voxels);
      volumes.add(new Volume(geometry, voxels));
    }
    if (notFinite > 0) {
      warnings.add(
          new Warning(
              "not_finite", notFinite + " voxels are not finite numbers and were set to 0."));
    }
    if (volumes.size() > 1) {
      warnings.add(
          new Warning("time_points", "The file holds " + volumes.size() + " volumes on one grid."));
    }
    return new NiftiFile(volumes, warnings);
  }

  /** Reads one volume in file order, which is ours: x fastest. Returns how many were not finite. */
  private static long fill(InputStream in, NiftiHeader header, float[] voxels) throws IOException {
    int width = header.type().bytes();
    byte[] chunk = new byte[BUFFER];
    ByteBuffer view = ByteBuffer.wrap(chunk).order(header.bytes().order());
    long notFinite = 0;
    for (int at = 0; at < voxels.length; ) {
      int count = Math.min(BUFFER / width, voxels.length - at);
      if (in.readNBytes(chunk, 0, count * width) < count * width) {
        throw new EOFException();
      }
      for (int i = 0; i < count; i++, at++) {
        float value =
            (float) (header.type().get(view, i * width) * header.slope() + header.intercept());
        voxels[at] = Float.isFinite(value) ? value : 0;
        notFinite += Float.isFinite(value) ? 0 : 1;
      }
    }
    return notFinite;
  }
}
