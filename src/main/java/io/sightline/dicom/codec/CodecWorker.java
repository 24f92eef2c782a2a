package io.sightline.dicom.codec;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The main class of the child process: answers {@link CodecRequest}s on standard input with {@link
 * CodecReply}s on standard output until its input ends, which it does when the server is gone.
 */
public final class CodecWorker {
  private static final int BUFFER = 1 << 16;

  private CodecWorker() {}

  public static void main(String[] arguments) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER));
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER));
    try (FfmpegDecoder decoder = new FfmpegDecoder()) {
      while (true) {
        answer(decoder, CodecRequest.read(in)).write(out);
        out.flush();
      }
    } catch (EOFException e) {
      // the server closed its end: nothing is left to do
    }
  }

  private static CodecReply answer(FfmpegDecoder decoder, CodecRequest request) {
    try {
      return CodecReply.decoded(decoder.decode(request));
    } catch (FfmpegException e) {
      return CodecReply.failed(String.valueOf(e.getMessage()));
    }
  }
}
