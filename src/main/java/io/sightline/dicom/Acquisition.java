package io.sightline.dicom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image was acquired, as far as the naming of sequences asks; MR times in ms, angles in
 * degrees. Values that differ from frame to frame are in {@link FrameAttributes}.
 *
 * @param scanningSequence (0018,0020): SE, IR, GR, EP, RM
 * @param sequenceVariant (0018,0021): SK, MTC, SS, TRSS, SP, MP, OSP
 * @param sequenceName (0018,0024) or Pulse Sequence Name (0018,9005)
 * @param dimensions MR Acquisition Type (0018,0023): 2D or 3D
 * @param contrastAgent Contrast/Bolus Agent (0018,0010) or its sequence, or null
 * @param contrastVolumeMl Contrast/Bolus Volume (0018,1041), or null
 * @param acquisitionContrast Acquisition Contrast (0008,9209) of enhanced MR, or null
 * @param gantryTilt Gantry/Detector Tilt (0018,1120), or null
 */
public record Acquisition(
    List<String> scanningSequence,
    List<String> sequenceVariant,
    List<String> scanOptions,
    @Nullable String sequenceName,
    @Nullable String dimensions,
    @Nullable Double repetitionTime,
    @Nullable Double inversionTime,
    @Nullable Double flipAngle,
    @Nullable Integer echoTrainLength,
    @Nullable String contrastAgent,
    @Nullable Double contrastVolumeMl,
    @Nullable String acquisitionContrast,
    @Nullable Double gantryTilt) {
  public Acquisition {
    scanningSequence = List.copyOf(scanningSequence);
    sequenceVariant = List.copyOf(sequenceVariant);
    scanOptions = List.copyOf(scanOptions);
  }
}
