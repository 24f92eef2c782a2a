package io.sightline.dicom;

import static io.sightline.dicom.AttributeValues.integer;
import static io.sightline.dicom.AttributeValues.number;
import static io.sightline.dicom.AttributeValues.numbers;
import static io.sightline.dicom.AttributeValues.text;
import static io.sightline.dicom.AttributeValues.texts;

import java.util.ArrayList;
import java.util.List;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.jspecify.annotations.Nullable;

/** Reads what is known of each frame, from the top level or from functional groups. */
final class FrameReader {
  private final Attributes dataset;
  private final List<Attributes> scopes;

  /**
   * @param scopes where to look a macro up, nearest first: per-frame group, shared group
   */
  private FrameReader(Attributes dataset, List<Attributes> scopes) {
    this.dataset = dataset;
    this.scopes = scopes;
  }

  static List<FrameAttributes> read(Attributes dataset, int frames) {
    Attributes shared = dataset.getNestedDataset(HeaderTags.SHARED_GROUPS);
    List<FrameAttributes> all = new ArrayList<>(Math.min(frames, 4096));
    for (int i = 0; i < frames; i++) {
      List<Attributes> scopes = new ArrayList<>(2);
      Attributes own = dataset.getNestedDataset(HeaderTags.PER_FRAME_GROUPS, i);
      if (own != null) {
        scopes.add(own);
      }
      if (shared != null) {
        scopes.add(shared);
      }
      all.add(new FrameReader(dataset, scopes).frame(i));
    }
    return all;
  }

  private FrameAttributes frame(int index) {
    Attributes content = macro(HeaderTags.FRAME_CONTENT);
    Attributes measures = macro(HeaderTags.PIXEL_MEASURES);
    Attributes values = macro(HeaderTags.PIXEL_VALUE_TRANSFORMATION);
    Double slope = number(values, Tag.RescaleSlope);
    Double intercept = number(values, Tag.RescaleIntercept);
    String dateTime = text(content, HeaderTags.FRAME_ACQUISITION_DATE_TIME);
    return new FrameAttributes(
        index,
        numbers(macro(HeaderTags.PLANE_POSITION), Tag.ImagePositionPatient),
        numbers(macro(HeaderTags.PLANE_ORIENTATION), Tag.ImageOrientationPatient),
        numbers(measures, Tag.PixelSpacing),
        number(measures, Tag.SliceThickness),
        slope == null || slope == 0 ? 1 : slope,
        intercept == null ? 0 : intercept,
        imageType(),
        echoTime(),
        BValues.of(dataset, macro(HeaderTags.MR_DIFFUSION)),
        either(
            integer(content, HeaderTags.TEMPORAL_POSITION_INDEX),
            integer(dataset, Tag.TemporalPositionIdentifier)),
        either(
            integer(content, HeaderTags.FRAME_ACQUISITION_NUMBER),
            integer(dataset, Tag.AcquisitionNumber)),
        number(dataset, Tag.TriggerTime),
        dateTime == null ? text(dataset, Tag.AcquisitionTime) : dateTime,
        text(content, HeaderTags.STACK_ID));
  }

  private List<String> imageType() {
    for (int tag :
        new int[] {HeaderTags.MR_FRAME_TYPE, HeaderTags.CT_FRAME_TYPE, HeaderTags.PET_FRAME_TYPE}) {
      List<String> type = texts(macro(tag), HeaderTags.FRAME_TYPE);
      if (!type.isEmpty()) {
        return type;
      }
    }
    return texts(dataset, Tag.ImageType);
  }

  private @Nullable Double echoTime() {
    return either(
        number(macro(HeaderTags.MR_ECHO), HeaderTags.EFFECTIVE_ECHO_TIME),
        number(dataset, Tag.EchoTime));
  }

  /** The first item of a functional group macro; the top level where there are no groups. */
  private Attributes macro(int sequence) {
    for (Attributes scope : scopes) {
      Attributes item = scope.getNestedDataset(sequence);
      if (item != null) {
        return item;
      }
    }
    return dataset;
  }

  private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
    return first != null ? first : second;
  }
}
