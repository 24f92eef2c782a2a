package io.sightline.volume;

import io.sightline.dicom.Acquisition;
import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.FrameAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the naming rules may look at; absent numbers are NaN, so that no comparison holds. */
record SequenceFacts(DicomHeader header, FrameAttributes frame) {

  private Acquisition acquisition() {
    return header.acquisition();
  }

  double tr() {
    return orNaN(acquisition().repetitionTime());
  }

  double te() {
    return orNaN(frame.echoTime());
  }

  double ti() {
    return orNaN(acquisition().inversionTime());
  }

  double flip() {
    return orNaN(acquisition().flipAngle());
  }

  double bValue() {
    return orNaN(frame.bValue());
  }

  boolean scanning(String code) {
    return acquisition().scanningSequence().contains(code);
  }

  boolean variant(String code) {
    return acquisition().sequenceVariant().contains(code);
  }

  /** Spin echo read-out: not a gradient echo, or nothing said. */
  boolean spinEcho() {
    return scanning("SE") || acquisition().scanningSequence().isEmpty();
  }

  boolean imageType(String word) {
    return frame.imageType().stream().anyMatch(t -> t.toUpperCase(Locale.ROOT).contains(word));
  }

  boolean contrast(String acquisitionContrast) {
    return acquisitionContrast.equals(acquisition().acquisitionContrast());
  }

  @Nullable String contrastAgent() {
    return acquisition().contrastAgent();
  }

  double contrastVolumeMl() {
    return orNaN(acquisition().contrastVolumeMl());
  }

  /** The texts that people name a series by, most telling first. */
  List<Named> names() {
    return Stream.of(
            new Named("SeriesDescription", header.series().description()),
            new Named("ProtocolName", header.series().protocolName()),
            new Named("SequenceName", acquisition().sequenceName()))
        .filter(n -> n.text() != null)
        .toList();
  }

  /** One attribute and its value. */
  record Named(String attribute, @Nullable String text) {
    String quoted() {
      return attribute + " '" + Objects.toString(text, "") + "'";
    }
  }

  /** For example {@code TR 2300, TE 2.98, TI 900, flip 9}; empty when nothing is known. */
  String parameters() {
    List<String> parts = new ArrayList<>();
    add(parts, "TR", tr());
    add(parts, "TE", te());
    add(parts, "TI", ti());
    add(parts, "flip", flip());
    add(parts, "b", bValue());
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String name, double value) {
    if (!Double.isNaN(value)) {
      String digits = String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
      parts.add(name + " " + digits);
    }
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
