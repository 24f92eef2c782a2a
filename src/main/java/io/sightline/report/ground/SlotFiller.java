package io.sightline.report.ground;

import io.sightline.report.document.Region;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts measured sizes where the model wrote a slot: centimetres with one decimal from 1 cm up,
 * otherwise whole millimetres; volumes in mL with one decimal. Without a region no number is made
 * up: "measuring {@code <max-diameter>}" becomes "(size not measured)".
 */
final class SlotFiller {
  private static final String DIAMETER = "<max-diameter>";
  private static final String VOLUME = "<volume>";
  private static final String SLOT = "<(?:max-diameter|volume)>";
  private static final String TAIL =
      "(?: (?:in|at) (?:its |the )?(?:maximum|greatest|largest|longest) (?:diameter|dimension|extent))?";
  private static final String LEAD =
      "(?:up to |about |some |a (?:maximum |greatest |total )?(?:diameter|volume|size) of |(?:maximum |greatest )?(?:diameter|volume) of )?";
  private static final String MORE = "(?:,? (?:and|with|of)? ?" + LEAD + SLOT + TAIL + ")*";
  private static final Pattern FINITE =
      Pattern.compile(" (?:measures?|spans?|has|have|reaches) " + LEAD + SLOT + TAIL + MORE);
  private static final Pattern PLURAL = Pattern.compile(" (?:measure|span|have) ");
  private static final Pattern BRACKETED = Pattern.compile("\\(" + SLOT + "(?:, " + SLOT + ")*\\)");
  private static final Pattern PHRASE =
      Pattern.compile(",? (?:measuring|spanning|with|of|reaching) " + LEAD + SLOT + TAIL + MORE);
  private static final Pattern LEFT_OVER = Pattern.compile("(?:an? )?" + SLOT);
  private static final String UNKNOWN = "(size not measured)";

  private SlotFiller() {}

  static boolean hasSlot(String text) {
    return text.contains(DIAMETER) || text.contains(VOLUME);
  }

  static String fill(String text, @Nullable Region region) {
    return region == null ? unmeasured(text) : measured(text, region);
  }

  private static String measured(String text, Region region) {
    return text.replace(DIAMETER, length(region.maxDiameterMm()))
        .replace(VOLUME, volume(region.volumeMl()));
  }

  static String length(double mm) {
    return mm >= 10
        ? String.format(Locale.ROOT, "%.1f cm", mm / 10)
        : String.format(Locale.ROOT, "%.0f mm", mm);
  }

  static String volume(double ml) {
    return ml < 0.1
        ? String.format(Locale.ROOT, "%.2f mL", ml)
        : String.format(Locale.ROOT, "%.1f mL", ml);
  }

  private static String unmeasured(String text) {
    if (!hasSlot(text)) {
      return text;
    }
    String out =
        FINITE
            .matcher(text)
            .replaceAll(
                m -> PLURAL.matcher(m.group()).find() ? " were not measured" : " was not measured");
    out = BRACKETED.matcher(out).replaceAll(UNKNOWN);
    out = PHRASE.matcher(out).replaceAll(" " + UNKNOWN);
    out = LEFT_OVER.matcher(out).replaceAll("an unmeasured size");
    return out.replace(UNKNOWN + " " + UNKNOWN, UNKNOWN);
  }
}
