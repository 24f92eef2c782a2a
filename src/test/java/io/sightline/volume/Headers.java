package io.sightline.volume;

import io.sightline.dicom.Acquisition;
import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.FrameAttributes;
import io.sightline.dicom.PixelFormat;
import io.sightline.dicom.SeriesAttributes;
import io.sightline.dicom.StudyAttributes;
import io.sightline.dicom.TransferSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the header of one classic MR slice: 4 x 3 pixels of 1 mm, axial, at the origin. */
final class Headers {
  private static int serial;

  private String modality = "MR";
  private @Nullable String description;
  private @Nullable String protocol;
  private List<Double> position = List.of(0.0, 0.0, 0.0);
  private List<Double> orientation = List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
  private List<String> imageType = List.of("ORIGINAL", "PRIMARY", "M");
  private List<String> scanning = List.of();
  private int columns = 4;
  private String photometric = "MONOCHROME2";
  private @Nullable Integer instance;
  private @Nullable Double tr;
  private @Nullable Double te;
  private @Nullable Double ti;
  private @Nullable Double flip;
  private @Nullable Double b;
  private @Nullable Integer time;
  private @Nullable Integer acquisition;
  private @Nullable String agent;
  private @Nullable String uid;

  static Headers slice(double x, double y, double z) {
    Headers h = new Headers();
    h.position = List.of(x, y, z);
    return h;
  }

  static Headers named(String description) {
    Headers h = new Headers();
    h.description = description;
    return h;
  }

  Headers modality(String value) {
    modality = value;
    return this;
  }

  Headers description(String value) {
    description = value;
    return this;
  }

  Headers protocol(String value) {
    protocol = value;
    return this;
  }

  Headers orientation(Double... cosines) {
    orientation = List.of(cosines);
    return this;
  }

  Headers unplaced() {
    position = List.of();
    return this;
  }

  Headers imageType(String... values) {
    imageType = List.of(values);
    return this;
  }

  Headers scanning(String... values) {
    scanning = List.of(values);
    return this;
  }

  Headers columns(int value) {
    columns = value;
    return this;
  }

  Headers photometric(String value) {
    photometric = value;
    return this;
  }

  Headers instance(int value) {
    instance = value;
    return this;
  }

  Headers times(double repetition, double echo) {
    tr = repetition;
    te = echo;
    return this;
  }

  Headers inversion(double value) {
    ti = value;
    return this;
  }

  Headers flip(double value) {
    flip = value;
    return this;
  }

  Headers bValue(double value) {
    b = value;
    return this;
  }

  Headers temporalPosition(int value) {
    time = value;
    return this;
  }

  Headers acquisition(int value) {
    acquisition = value;
    return this;
  }

  Headers agent(String value) {
    agent = value;
    return this;
  }

  Headers uid(String value) {
    uid = value;
    return this;
  }

  DicomHeader build() {
    FrameAttributes frame =
        new FrameAttributes(
            0,
            position,
            orientation,
            List.of(1.0, 1.0),
            1.0,
            1,
            0,
            imageType,
            te,
            b,
            time,
            acquisition,
            null,
            null,
            null);
    return new DicomHeader(
        new StudyAttributes("1.2.3", null, null, "patient"),
        new SeriesAttributes("1.2.3.0", modality, 1, description, protocol, null, "1.2.3.9"),
        uid == null ? "1.2.3.0." + ++serial : uid,
        "1.2.840.10008.5.1.4.1.1.4",
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
        instance,
        new Acquisition(
            scanning, List.of(), List.of(), null, null, tr, ti, flip, null, agent, null, null,
            null),
        new PixelFormat(3, columns, 1, 1, photometric, 16, 16, 15, false, null, null),
        List.of(frame),
        "hash",
        List.of());
  }
}
