package io.sightline.study;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** File names from outside: shown and compared, never used as a path. */
final class FileName {
  private static final int LONGEST = 200;
  private static final Set<String> LITTER =
      Set.of("dicomdir", "thumbs.db", "desktop.ini", "ehthumbs.db");

  private FileName() {}

  /** Without control characters and of bounded length, for answers and logs. */
  static String harmless(@Nullable String name, String otherwise) {
    if (name == null || name.isBlank()) {
      return otherwise;
    }
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?").strip();
    return clean.length() <= LONGEST ? clean : "…" + clean.substring(clean.length() - LONGEST + 1);
  }

  /** The part after the last slash of either kind. */
  static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  /**
   * What lies beside images on media: DICOMDIR, read-me and licence files, dot files, thumbnails.
   */
  static boolean isLitter(String name) {
    String last = last(name).toLowerCase(Locale.ROOT);
    return last.startsWith(".")
        || last.startsWith("readme")
        || last.startsWith("licen")
        || LITTER.contains(last)
        || name.startsWith("__MACOSX/");
  }
}
