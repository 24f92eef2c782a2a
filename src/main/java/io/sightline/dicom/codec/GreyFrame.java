package io.sightline.dicom.codec;

import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/** A decoded picture with one component of at most 16 bits. */
final class GreyFrame {
  private final AVFrame frame;
  private final int depth;

  GreyFrame(AVFrame frame) throws FfmpegException {
    this.frame = frame;
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    if (format == null || format.nb_components() != 1 || format.name().getString().equals("pal8")) {
      throw new FfmpegException("the codestream is not a grey picture");
    }
    this.depth = format.comp(0).depth();
  }

  byte[] samples(CodecRequest request) throws FfmpegException {
    if (frame.width() != request.width() || frame.height() != request.height()) {
      throw new FfmpegException("the picture's size is not the one declared");
    }
    int cell = depth > 8 ? 2 : 1;
    // FFmpeg puts samples into the upper bits of the next larger pixel format
    int shift = depth - request.precision();
    if (shift < 0) {
      throw new FfmpegException("the picture has fewer bits than declared");
    }
    byte[] row = new byte[request.width() * cell];
    byte[] samples = new byte[request.width() * request.height() * 2];
    BytePointer plane = frame.data(0);
    for (int y = 0, put = 0; y < request.height(); y++) {
      plane.position((long) y * frame.linesize(0)).get(row, 0, row.length);
      for (int at = 0; at < row.length; at += cell) {
        int value = row[at] & 0xff | (cell == 2 ? (row[at + 1] & 0xff) << 8 : 0);
        value >>>= shift;
        samples[put++] = (byte) (value >>> 8);
        samples[put++] = (byte) value;
      }
    }
    return samples;
  }
}
