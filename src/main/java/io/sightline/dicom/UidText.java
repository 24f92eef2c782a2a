package io.sightline.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Unique identifiers as text: shown safely, checked, and made where an object has none. */
final class UidText {
  private static final int MAX_LENGTH = 64;

  private UidText() {}

  /** What a message may show of an identifier that came from outside. */
  static String shown(@Nullable String uid) {
    if (uid == null || uid.isBlank()) {
      return "(none)";
    }
    String safe = uid.replaceAll("[^0-9A-Za-z.\\-]", "?");
    return safe.length() <= MAX_LENGTH ? safe : safe.substring(0, MAX_LENGTH) + "...";
  }

  /** Digits and dots, at most 64 (DICOM PS3.5 section 9.1; leading zeros are tolerated). */
  static boolean valid(@Nullable String uid) {
    return uid != null && uid.length() <= MAX_LENGTH && uid.matches("[0-9]+(\\.[0-9]+)*");
  }

  /** The same {@code 2.25} identifier for the same words (DICOM PS3.5 annex B.2). */
  static String derived(String... words) {
    byte[] hash = Digests.sha256(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
    return "2.25." + new BigInteger(1, Arrays.copyOf(hash, 16));
  }
}
