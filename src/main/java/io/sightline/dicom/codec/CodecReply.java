package io.sightline.dicom.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A worker's answer.
 *
 * @param samples one unsigned 16-bit sample per pixel, big endian, row by row; empty on failure
 * @param failure empty on success
 */
@SuppressWarnings("ArrayRecordComponent")
record CodecReply(byte[] samples, String failure) {

  static CodecReply decoded(byte[] samples) {
    return new CodecReply(samples, "");
  }

  static CodecReply failed(String reason) {
    return new CodecReply(new byte[0], reason);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(failure);
    out.writeInt(samples.length);
    out.write(samples);
  }

  /**
   * @param expected bytes of a success
   */
  static CodecReply read(DataInputStream in, int expected) throws IOException {
    String failure = in.readUTF();
    int length = in.readInt();
    if (length != (failure.isEmpty() ? expected : 0)) {
      throw new IOException("the codec worker sent " + length + " bytes, not " + expected);
    }
    byte[] samples = new byte[length];
    in.readFully(samples);
    return new CodecReply(samples, failure);
  }
}
