package io.sightline.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The bearer token of RFC 6750 that opens the server. */
public record Token(String value) {
  private static final int BYTES = 32;

  public Token {
    if (!value.matches("[A-Za-z0-9._~+/=-]{16,1024}")) {
      throw new IllegalArgumentException(
          "The token must have at least 16 characters out of letters, digits and . _ ~ + / = -");
    }
  }

  /** 256 random bits. */
  static Token random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Takes the same time wherever the two differ. */
  boolean matches(String presented) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "Token[…]";
  }
}
