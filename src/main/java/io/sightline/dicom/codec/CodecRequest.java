package io.sightline.dicom.codec;

import io.sightline.dicom.PixelCoding;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One frame to decode, as it crosses the pipe.
 *
 * @param width the only width that the codestream may have
 * @param height likewise
 * @param precision bits per sample that the codestream declares
 * @param codestream one frame's fragments, joined
 */
@SuppressWarnings("ArrayRecordComponent")
record CodecRequest(PixelCoding coding, int width, int height, int precision, byte[] codestream) {

  void write(DataOutputStream out) throws IOException {
    out.writeByte(coding.ordinal());
    out.writeInt(width);
    out.writeInt(height);
    out.writeInt(precision);
    out.writeInt(codestream.length);
    out.write(codestream);
  }

  static CodecRequest read(DataInputStream in) throws IOException {
    PixelCoding coding = PixelCoding.values()[in.readUnsignedByte()];
    int width = in.readInt();
    int height = in.readInt();
    int precision = in.readInt();
    byte[] codestream = new byte[in.readInt()];
    in.readFully(codestream);
    return new CodecRequest(coding, width, height, precision, codestream);
  }
}
