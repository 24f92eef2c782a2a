package io.sightline.volume;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.PixelFormat;
import io.sightline.shared.Warning;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which objects of a series are no slices of a volume, and why. */
final class ImageCheck {
  private static final Set<String> NOT_SCANS =
      Set.of("SEG", "PR", "RTDOSE", "RTSTRUCT", "KO", "SR");
  private static final Pattern SCOUT =
      Pattern.compile(
          "\\b(localizer|localiser|localizador|loc\\b|aahead_?scout|scout|survey|topogram|surview|3[-"
              + " ]?plane)",
          Pattern.CASE_INSENSITIVE);

  private ImageCheck() {}

  static Optional<Warning> reasonAgainst(DicomHeader header) {
    PixelFormat pixels = header.pixels();
    String modality = header.series().modality();
    if (NOT_SCANS.contains(modality)) {
      return Optional.of(
          new Warning(
              "no_image", "Objects of modality " + modality + " are kept but are no scan."));
    }
    if (pixels == null) {
      return Optional.of(
          new Warning("no_image", "Objects without pixels are kept but are no scan."));
    }
    if (!pixels.grey()) {
      return Optional.of(unsupported(pixels));
    }
    if (imageType(header, "MOSAIC")) {
      return Optional.of(
          new Warning(
              "mosaic", "Mosaic images, which tile a volume into one picture, are not read."));
    }
    return localizer(header)
        ? Optional.of(new Warning("localizer", "Localizer images make no volume."))
        : Optional.empty();
  }

  private static Warning unsupported(PixelFormat pixels) {
    return new Warning(
        "unsupported_pixel_format",
        "Images in %s with %d sample(s) of %d bit(s) make no volume; one grey value per pixel is needed."
            .formatted(
                pixels.photometric().replaceAll("[^A-Z0-9_ ]", "?"),
                pixels.samplesPerPixel(),
                pixels.bitsAllocated()));
  }

  private static boolean localizer(DicomHeader header) {
    String description = header.series().description();
    return imageType(header, "LOCALI")
        || (description != null && SCOUT.matcher(description).find());
  }

  private static boolean imageType(DicomHeader header, String prefix) {
    return header.frames().stream()
        .flatMap(f -> f.imageType().stream())
        .anyMatch(t -> t.toUpperCase(Locale.ROOT).startsWith(prefix));
  }
}
