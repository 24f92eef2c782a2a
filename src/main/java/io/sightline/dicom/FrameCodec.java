package io.sightline.dicom;

/** A decoder of compressed frames. Implementations are thread-safe. */
@FunctionalInterface
public interface FrameCodec {

  /**
   * @param codestream one frame's fragments, joined
   * @return one stored value per pixel, row by row, sign-extended by {@code format}
   * @throws io.sightline.shared.ProblemException {@code corrupt_pixel_data} when the codestream is
   *     damaged, does not agree with {@code format}, or takes too long
   */
  int[] decode(PixelCoding coding, byte[] codestream, PixelFormat format);
}
