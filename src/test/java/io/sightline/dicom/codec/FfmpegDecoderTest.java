package io.sightline.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_JPEGLS;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY16LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.sightline.dicom.PixelCoding;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of any width and height, not only those that fill whole vector registers. */
class FfmpegDecoderTest {

  @ParameterizedTest
  @CsvSource({"256, 256", "232, 256", "256, 232", "181, 217", "33, 65", "8, 9"})
  void everySizeGivesItsSamplesBack(int width, int height) throws Exception {
    byte[] codestream = jpegLs(width, height);
    try (FfmpegDecoder decoder = new FfmpegDecoder()) {
      byte[] samples =
          decoder.decode(new CodecRequest(PixelCoding.JPEG_LS, width, height, 16, codestream));

      assertThat(samples).hasSize(2 * width * height);
      ByteBuffer values = ByteBuffer.wrap(samples);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          assertThat(values.getShort() & 0xffff).isEqualTo(sample(x, y));
        }
      }
    }
  }

  private static int sample(int x, int y) {
    return (x * 37 + y * 101) & 0xfff;
  }

  private static byte[] jpegLs(int width, int height) {
    AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_JPEGLS);
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(width).height(height).pix_fmt(AV_PIX_FMT_GRAY16LE);
    context.time_base().num(1).den(1);
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(AV_PIX_FMT_GRAY16LE);
    AVPacket packet = av_packet_alloc();
    try {
      assertThat(avcodec_open2(context, codec, (AVDictionary) null)).isZero();
      assertThat(av_frame_get_buffer(frame, 0)).isZero();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          long at = (long) y * frame.linesize(0) + 2L * x;
          frame.data(0).put(at, (byte) sample(x, y));
          frame.data(0).put(at + 1, (byte) (sample(x, y) >> 8));
        }
      }
      assertThat(avcodec_send_frame(context, frame)).isZero();
      avcodec_send_frame(context, null);
      assertThat(avcodec_receive_packet(context, packet)).isZero();
      byte[] out = new byte[packet.size()];
      packet.data().get(out, 0, out.length);
      return out;
    } finally {
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }
}
