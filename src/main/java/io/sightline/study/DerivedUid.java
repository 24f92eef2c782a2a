package io.sightline.study;

import io.sightline.shared.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * UIDs for what has none: {@code 2.25.} and a UUID (DICOM PS3.5 section B.2), here one of version 8
 * (RFC 9562) made from a hash, so that the same content always gets the same UID.
 */
final class DerivedUid {
  private DerivedUid() {}

  static String of(String... parts) {
    byte[] uuid =
        Arrays.copyOf(
            Sha256.digest().digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)), 16);
    uuid[6] = (byte) (uuid[6] & 0x0f | 0x80);
    uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
    return "2.25." + new BigInteger(1, uuid);
  }
}
