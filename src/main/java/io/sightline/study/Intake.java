package io.sightline.study;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.DicomReader;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Collects the files of one upload and tells apart what each is. Nothing is stored yet. A file that
 * is refused takes none of the others with it.
 */
final class Intake {
  private static final Logger LOG = Logger.getLogger(Intake.class);

  /** Media Storage Directory Storage, the SOP class of a DICOMDIR. */
  private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

  private final UploadLimits limits;
  private final Staging staging;
  private final List<ReceivedInstance> instances = new ArrayList<>();
  private final List<NiftiPart> niftis = new ArrayList<>();
  private final List<Rejection> rejected = new ArrayList<>();
  private final List<Rejection> skipped = new ArrayList<>();

  Intake(UploadLimits limits, Staging staging) {
    this.limits = limits;
    this.staging = staging;
  }

  /** Takes a file that came by itself; a zip is opened. */
  void receive(StagedFile file) {
    if (kind(file) == FileKind.ZIP) {
      new Archive(limits, staging, this).unpack(file);
    } else {
      accept(file);
    }
  }

  /** Takes one image file, or notes why not. */
  void accept(StagedFile file) {
    try {
      read(file);
    } catch (ProblemException e) {
      reject(file.name(), e);
    } catch (IOException | RuntimeException e) {
      LOG.warnf(e, "A file of an upload could not be read");
      reject(
          file.name(),
          new ProblemException(ErrorCode.INVALID_DICOM, "The file could not be read.", e));
    }
  }

  private void read(StagedFile file) throws IOException {
    switch (kind(file)) {
      case EMPTY -> throw new ProblemException(ErrorCode.EMPTY_FILE, "The file is empty.");
      case DICOM -> dicom(file);
      case NIFTI -> niftis.add(NiftiPart.read(file));
      case ZIP, UNKNOWN ->
          throw new ProblemException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The file is neither DICOM nor NIfTI.");
    }
  }

  private void dicom(StagedFile file) {
    DicomHeader header = DicomReader.readHeader(file.path());
    if (header.sopClassUid().equals(MEDIA_DIRECTORY)) {
      skip(file.name(), "Not an image: media index.");
    } else {
      instances.add(new ReceivedInstance(file, header));
    }
  }

  private static FileKind kind(StagedFile file) {
    return FileKind.of(file.path());
  }

  void skip(String name, String reason) {
    skipped.add(new Rejection(name, "skipped", reason));
  }

  void reject(String name, ProblemException problem) {
    rejected.add(Rejection.of(name, problem));
  }

  List<ReceivedInstance> instances() {
    return instances;
  }

  List<NiftiPart> niftis() {
    return niftis;
  }

  List<Rejection> rejected() {
    return rejected;
  }

  List<Rejection> skipped() {
    return skipped;
  }
}
