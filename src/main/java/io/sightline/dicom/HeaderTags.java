package io.sightline.dicom;

import java.util.Set;
import org.aoju.bus.image.Tag;

/**
 * The attributes that are kept while reading; all others are skipped where they stand, so that a
 * header's size in memory does not depend on what a vendor put into it.
 */
final class HeaderTags {
  static final int PIXEL_DATA = 0x7FE00010;
  static final int EXTENDED_OFFSETS = 0x7FE00001;
  static final int FLOAT_PIXEL_DATA = 0x7FE00008;
  static final int DOUBLE_PIXEL_DATA = 0x7FE00009;

  static final int SIEMENS_B_VALUE = 0x0019100C;
  static final int GE_B_VALUE = 0x00431039;
  static final int PHILIPS_B_VALUE = 0x20011003;
  static final int DIFFUSION_B_VALUE = 0x00189087;
  static final int FRAME_TYPE = 0x00089007;
  static final int ACQUISITION_CONTRAST = 0x00089209;
  static final int PULSE_SEQUENCE_NAME = 0x00189005;
  static final int INVERSION_TIMES = 0x00189079;
  static final int EFFECTIVE_ECHO_TIME = 0x00189082;
  static final int FRAME_ACQUISITION_DATE_TIME = 0x00189074;
  static final int STACK_ID = 0x00209056;
  static final int TEMPORAL_POSITION_INDEX = 0x00209128;
  static final int FRAME_ACQUISITION_NUMBER = 0x00209156;

  static final int SHARED_GROUPS = 0x52009229;
  static final int PER_FRAME_GROUPS = 0x52009230;
  static final int FRAME_CONTENT = 0x00209111;
  static final int PLANE_POSITION = 0x00209113;
  static final int PLANE_ORIENTATION = 0x00209116;
  static final int PIXEL_MEASURES = 0x00289110;
  static final int PIXEL_VALUE_TRANSFORMATION = 0x00289145;
  static final int MR_FRAME_TYPE = 0x00189226;
  static final int CT_FRAME_TYPE = 0x00189329;
  static final int PET_FRAME_TYPE = 0x00189751;
  static final int MR_TIMING = 0x00189112;
  static final int MR_ECHO = 0x00189114;
  static final int MR_MODIFIER = 0x00189115;
  static final int MR_DIFFUSION = 0x00189117;
  static final int CONTRAST_AGENT_SEQUENCE = 0x00180012;

  private static final Set<Integer> SEQUENCES =
      Set.of(
          SHARED_GROUPS,
          PER_FRAME_GROUPS,
          FRAME_CONTENT,
          PLANE_POSITION,
          PLANE_ORIENTATION,
          PIXEL_MEASURES,
          PIXEL_VALUE_TRANSFORMATION,
          MR_FRAME_TYPE,
          CT_FRAME_TYPE,
          PET_FRAME_TYPE,
          MR_TIMING,
          MR_ECHO,
          MR_MODIFIER,
          MR_DIFFUSION,
          CONTRAST_AGENT_SEQUENCE);

  private static final Set<Integer> VALUES =
      Set.of(
          Tag.SpecificCharacterSet,
          Tag.ImageType,
          Tag.SOPClassUID,
          Tag.SOPInstanceUID,
          Tag.StudyDate,
          Tag.StudyTime,
          Tag.SeriesTime,
          Tag.AcquisitionTime,
          Tag.AccessionNumber,
          Tag.Modality,
          Tag.Manufacturer,
          Tag.StudyDescription,
          Tag.SeriesDescription,
          Tag.CodeMeaning,
          Tag.PatientName,
          Tag.PatientID,
          Tag.IssuerOfPatientID,
          Tag.PatientBirthDate,
          Tag.ContrastBolusAgent,
          Tag.ContrastBolusVolume,
          Tag.BodyPartExamined,
          Tag.ScanningSequence,
          Tag.SequenceVariant,
          Tag.ScanOptions,
          Tag.MRAcquisitionType,
          Tag.SequenceName,
          Tag.SliceThickness,
          Tag.RepetitionTime,
          Tag.EchoTime,
          Tag.InversionTime,
          Tag.EchoTrainLength,
          Tag.FlipAngle,
          Tag.TriggerTime,
          Tag.ProtocolName,
          Tag.GantryDetectorTilt,
          Tag.StudyInstanceUID,
          Tag.SeriesInstanceUID,
          Tag.StudyID,
          Tag.SeriesNumber,
          Tag.AcquisitionNumber,
          Tag.InstanceNumber,
          Tag.ImagePositionPatient,
          Tag.ImageOrientationPatient,
          Tag.FrameOfReferenceUID,
          Tag.TemporalPositionIdentifier,
          Tag.SamplesPerPixel,
          Tag.PhotometricInterpretation,
          Tag.NumberOfFrames,
          Tag.Rows,
          Tag.Columns,
          Tag.PixelSpacing,
          Tag.BitsAllocated,
          Tag.BitsStored,
          Tag.HighBit,
          Tag.PixelRepresentation,
          Tag.PixelPaddingValue,
          Tag.PixelPaddingRangeLimit,
          Tag.RescaleIntercept,
          Tag.RescaleSlope,
          FRAME_TYPE,
          ACQUISITION_CONTRAST,
          PULSE_SEQUENCE_NAME,
          INVERSION_TIMES,
          EFFECTIVE_ECHO_TIME,
          FRAME_ACQUISITION_DATE_TIME,
          STACK_ID,
          TEMPORAL_POSITION_INDEX,
          FRAME_ACQUISITION_NUMBER,
          DIFFUSION_B_VALUE,
          SIEMENS_B_VALUE,
          GE_B_VALUE,
          PHILIPS_B_VALUE,
          EXTENDED_OFFSETS);

  private HeaderTags() {}

  static boolean keepsSequence(int tag) {
    return SEQUENCES.contains(tag);
  }

  /** Also the private creators of the groups whose b-values are read. */
  static boolean keepsValue(int tag) {
    return VALUES.contains(tag) || tag == 0x00190010 || tag == 0x00430010 || tag == 0x20010010;
  }
}
