package io.sightline.dicom;

import static io.sightline.dicom.AttributeValues.number;
import static io.sightline.dicom.AttributeValues.numbers;
import static io.sightline.dicom.AttributeValues.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Finds the diffusion b-value (s/mm2): in the standard attribute, in the private attribute of the
 * vendor, or in the name that Siemens gives its echo-planar sequences, such as {@code ep_b800t}.
 */
final class BValues {
  private static final Pattern SEQUENCE_NAME = Pattern.compile("ep_b(\\d{1,5})(?!\\d)");
  // GE adds a multiple of a billion to the number that it stores
  private static final double GE_OFFSET = 1e9;

  private BValues() {}

  static @Nullable Double of(Attributes dataset, Attributes diffusion) {
    Double standard = number(diffusion, HeaderTags.DIFFUSION_B_VALUE);
    if (standard != null) {
      return standard;
    }
    Double vendor = vendor(dataset);
    return vendor != null ? vendor : fromName(text(dataset, Tag.SequenceName));
  }

  private static @Nullable Double vendor(Attributes dataset) {
    if (createdBy(dataset, 0x00190010, "SIEMENS MR HEADER")) {
      return number(dataset, HeaderTags.SIEMENS_B_VALUE);
    }
    if (createdBy(dataset, 0x20010010, "PHILIPS IMAGING DD 001")) {
      return number(dataset, HeaderTags.PHILIPS_B_VALUE);
    }
    if (createdBy(dataset, 0x00430010, "GEMS_PARM_01")) {
      List<Double> values = numbers(dataset, HeaderTags.GE_B_VALUE);
      return values.isEmpty() ? null : Double.valueOf(values.getFirst() % GE_OFFSET);
    }
    return null;
  }

  private static boolean createdBy(Attributes dataset, int creatorTag, String creator) {
    return creator.equalsIgnoreCase(text(dataset, creatorTag));
  }

  private static @Nullable Double fromName(@Nullable String sequenceName) {
    Matcher m = SEQUENCE_NAME.matcher(sequenceName == null ? "" : sequenceName);
    return m.find() ? Double.valueOf(m.group(1)) : null;
  }
}
