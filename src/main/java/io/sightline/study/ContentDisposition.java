package io.sightline.study;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file name in a {@code Content-Disposition} header (RFC 6266). */
final class ContentDisposition {
  private static final Pattern EXTENDED =
      Pattern.compile("filename\\*\\s*=\\s*UTF-8''([^;\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED =
      Pattern.compile("filename\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN =
      Pattern.compile("filename\\s*=\\s*([^;\\s\"]+)", Pattern.CASE_INSENSITIVE);

  private ContentDisposition() {}

  static @Nullable String fileName(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher extended = EXTENDED.matcher(header);
    if (extended.find()) {
      return decode(extended.group(1));
    }
    for (Pattern pattern : new Pattern[] {QUOTED, PLAIN}) {
      Matcher matcher = pattern.matcher(header);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
