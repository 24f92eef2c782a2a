package io.sightline.dicom;

import java.util.Set;

/**
 * SOP classes whose objects always hold Pixel Data.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/chtml/part04/sect_B.5.html">
 *     PS3.4 section B.5</a>
 */
final class ImageClasses {
  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
  private static final Set<String> SUFFIXES =
      Set.of(
          "1", "1.1", "1.2", "2", "2.1", "2.2", "3.1", "4", "4.1", "4.3", "4.4", "6.1", "6.2", "7",
          "7.1", "7.2", "7.3", "7.4", "12.1", "12.2", "20", "66.4", "128", "128.1", "130");

  private ImageClasses() {}

  static boolean contains(String sopClassUid) {
    return sopClassUid.startsWith(STORAGE)
        && SUFFIXES.contains(sopClassUid.substring(STORAGE.length()));
  }
}
