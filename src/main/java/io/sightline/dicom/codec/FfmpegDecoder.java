package io.sightline.dicom.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_JPEG2000;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_JPEGLS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CAREFUL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_max_alloc;

import io.sightline.dicom.PixelCoding;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes single grey pictures with libavcodec. Runs in the child process only; one thread. */
final class FfmpegDecoder implements AutoCloseable {
  private static final long MAX_ALLOCATION = 1L << 30;
  // AV_FRAME_FLAG_CORRUPT of frame.h, a macro that the bindings leave out
  private static final int FRAME_FLAG_CORRUPT = 1;

  private static final long BUFFER_PADDING = 128;

  private final AVPacket packet;
  private final AVFrame frame;

  FfmpegDecoder() {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(MAX_ALLOCATION);
    packet = av_packet_alloc();
    frame = av_frame_alloc();
  }

  /** Unsigned 16-bit samples, big endian, row by row, in the lowest {@code precision} bits. */
  byte[] decode(CodecRequest request) throws FfmpegException {
    AVCodecContext context = open(request);
    try {
      fillPacket(request.codestream());
      check(avcodec_send_packet(context, packet), "the codestream was not accepted");
      avcodec_send_packet(context, null);
      check(avcodec_receive_frame(context, frame), "no picture came out");
      if (frame.decode_error_flags() != 0 || (frame.flags() & FRAME_FLAG_CORRUPT) != 0) {
        throw new FfmpegException("the picture was decoded with errors");
      }
      return new GreyFrame(frame).samples(request);
    } finally {
      av_packet_unref(packet);
      av_frame_unref(frame);
      avcodec_free_context(context);
    }
  }

  private static AVCodecContext open(CodecRequest request) throws FfmpegException {
    AVCodec codec = avcodec_find_decoder(codecId(request.coding()));
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.max_pixels(maxPixels(request));
    context.err_recognition(AV_EF_EXPLODE | AV_EF_CAREFUL | AV_EF_CRCCHECK);
    context.thread_count(1);
    check(avcodec_open2(context, codec, (AVDictionary) null), "the decoder did not open");
    return context;
  }

  /**
   * libavcodec holds its limit against the buffer, whose sides it rounds up for vector code, so a
   * picture of 232 columns needs room for 256. The picture's own size is checked once decoded.
   */
  private static long maxPixels(CodecRequest request) {
    return (request.width() + BUFFER_PADDING) * (request.height() + BUFFER_PADDING);
  }

  private static int codecId(PixelCoding coding) {
    return switch (coding) {
      case JPEG -> AV_CODEC_ID_MJPEG;
      case JPEG_LS -> AV_CODEC_ID_JPEGLS;
      case JPEG_2000 -> AV_CODEC_ID_JPEG2000;
      case NATIVE, RLE -> throw new IllegalArgumentException(coding + " is not for FFmpeg");
    };
  }

  private void fillPacket(byte[] codestream) throws FfmpegException {
    check(av_new_packet(packet, codestream.length), "no memory for the codestream");
    packet.data().put(codestream, 0, codestream.length);
  }

  private static void check(int result, String problem) throws FfmpegException {
    if (result < 0) {
      throw new FfmpegException(problem);
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    av_frame_free(frame);
  }
}
