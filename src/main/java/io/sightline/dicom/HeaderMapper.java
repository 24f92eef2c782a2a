package io.sightline.dicom;

import static io.sightline.dicom.AttributeValues.integer;
import static io.sightline.dicom.AttributeValues.number;
import static io.sightline.dicom.AttributeValues.text;
import static io.sightline.dicom.AttributeValues.texts;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.jspecify.annotations.Nullable;

/** Builds the header record from the attributes of one object. */
final class HeaderMapper {
  private final Attributes meta;
  private final Attributes dataset;
  private final List<Warning> warnings = new ArrayList<>();

  HeaderMapper(Attributes meta, Attributes dataset) {
    this.meta = meta;
    this.dataset = dataset;
  }

  DicomHeader map(TransferSyntax syntax, @Nullable PixelFormat pixels, String contentHash) {
    StudyAttributes study = study();
    SeriesAttributes series = series(study.uid());
    return new DicomHeader(
        study,
        series,
        instanceUid(),
        shownOr(text(dataset, Tag.SOPClassUID), text(meta, Tag.MediaStorageSOPClassUID)),
        syntax,
        integer(dataset, Tag.InstanceNumber),
        acquisition(),
        pixels,
        pixels == null ? List.of() : FrameReader.read(dataset, pixels.frames()),
        contentHash,
        warnings);
  }

  private StudyAttributes study() {
    String uid = text(dataset, Tag.StudyInstanceUID);
    String patient =
        hash(Tag.PatientID, Tag.IssuerOfPatientID, Tag.PatientName, Tag.PatientBirthDate);
    if (!UidText.valid(uid)) {
      uid =
          derived(
              "Study Instance UID",
              patient
                  + joined(
                      Tag.StudyDate, Tag.AccessionNumber, Tag.StudyID, Tag.FrameOfReferenceUID));
    }
    return new StudyAttributes(
        uid, text(dataset, Tag.StudyDescription), text(dataset, Tag.StudyDate), patient);
  }

  private SeriesAttributes series(String studyUid) {
    String uid = text(dataset, Tag.SeriesInstanceUID);
    String modality = text(dataset, Tag.Modality);
    if (!UidText.valid(uid)) {
      uid =
          derived(
              "Series Instance UID",
              studyUid
                  + joined(
                      Tag.Modality,
                      Tag.SeriesNumber,
                      Tag.SeriesDescription,
                      Tag.SeriesTime,
                      Tag.ProtocolName,
                      Tag.FrameOfReferenceUID));
    }
    return new SeriesAttributes(
        uid,
        modality == null ? "OT" : modality.toUpperCase(Locale.ROOT),
        integer(dataset, Tag.SeriesNumber),
        text(dataset, Tag.SeriesDescription),
        text(dataset, Tag.ProtocolName),
        text(dataset, Tag.BodyPartExamined),
        text(dataset, Tag.FrameOfReferenceUID));
  }

  private String instanceUid() {
    String uid = text(dataset, Tag.SOPInstanceUID);
    if (!UidText.valid(uid)) {
      uid = text(meta, Tag.MediaStorageSOPInstanceUID);
    }
    if (!UidText.valid(uid)) {
      throw new ProblemException(
          ErrorCode.INVALID_DICOM, "The object has no usable SOP Instance UID.");
    }
    return uid;
  }

  private Acquisition acquisition() {
    return new Acquisition(
        texts(dataset, Tag.ScanningSequence),
        texts(dataset, Tag.SequenceVariant),
        texts(dataset, Tag.ScanOptions),
        firstText(Tag.SequenceName, HeaderTags.PULSE_SEQUENCE_NAME),
        text(dataset, Tag.MRAcquisitionType),
        number(group(HeaderTags.MR_TIMING), Tag.RepetitionTime),
        inversionTime(),
        number(group(HeaderTags.MR_TIMING), Tag.FlipAngle),
        integer(group(HeaderTags.MR_TIMING), Tag.EchoTrainLength),
        contrastAgent(),
        number(dataset, Tag.ContrastBolusVolume),
        text(group(HeaderTags.MR_FRAME_TYPE), HeaderTags.ACQUISITION_CONTRAST),
        number(dataset, Tag.GantryDetectorTilt));
  }

  private @Nullable Double inversionTime() {
    Double classic = number(dataset, Tag.InversionTime);
    return classic != null
        ? classic
        : number(group(HeaderTags.MR_MODIFIER), HeaderTags.INVERSION_TIMES);
  }

  private @Nullable String contrastAgent() {
    Attributes item = dataset.getNestedDataset(HeaderTags.CONTRAST_AGENT_SEQUENCE);
    String coded = item == null ? null : text(item, Tag.CodeMeaning);
    return coded != null ? coded : text(dataset, Tag.ContrastBolusAgent);
  }

  /** A macro of the shared or the first frame's group, else the top level. */
  private Attributes group(int macro) {
    for (int groups : new int[] {HeaderTags.SHARED_GROUPS, HeaderTags.PER_FRAME_GROUPS}) {
      Attributes first = dataset.getNestedDataset(groups);
      Attributes item = first == null ? null : first.getNestedDataset(macro);
      if (item != null) {
        return item;
      }
    }
    return dataset;
  }

  private @Nullable String firstText(int tag, int otherTag) {
    String value = text(dataset, tag);
    return value != null ? value : text(dataset, otherTag);
  }

  private String derived(String what, String identity) {
    warnings.add(
        new Warning(
            "missing_uid", "The object has no " + what + "; one was made from its header."));
    return UidText.derived(what, identity);
  }

  private String hash(int... tags) {
    return HexFormat.of().formatHex(Digests.sha256(joined(tags).getBytes(StandardCharsets.UTF_8)));
  }

  private String joined(int... tags) {
    StringBuilder all = new StringBuilder();
    for (int tag : tags) {
      all.append('\n').append(String.join("\\", texts(dataset, tag)));
    }
    return all.toString();
  }

  private static String shownOr(@Nullable String uid, @Nullable String other) {
    return UidText.shown(UidText.valid(uid) ? uid : other);
  }
}
