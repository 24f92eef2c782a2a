package io.sightline.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of objects and identities. */
final class Digests {
  private static final int BUFFER = 1 << 16;

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  /** Lower-case hex of the file's bytes from {@code offset} to its end. */
  static String ofFile(Path path, long offset) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = Files.newInputStream(path)) {
      in.skipNBytes(offset);
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
