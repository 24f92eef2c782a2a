package io.sightline.study;

import io.sightline.store.DataFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes an upload from its files to stored studies. Thread-safe; blocks. */
public final class Ingest {
  private final DataFolder folder;
  private final UploadLimits limits;
  private final DicomStudyWriter dicom;
  private final NiftiStudyWriter nifti;
  private final StudyStore studies;

  Ingest(
      DataFolder folder,
      UploadLimits limits,
      DicomStudyWriter dicom,
      NiftiStudyWriter nifti,
      StudyStore studies) {
    this.folder = folder;
    this.limits = limits;
    this.dicom = dicom;
    this.nifti = nifti;
    this.studies = studies;
  }

  /** Brings the files of one request into the staging folder. */
  @FunctionalInterface
  interface Source {
    List<StagedFile> stage(Staging staging) throws IOException;
  }

  IngestResult ingest(Source source) throws IOException {
    try (Staging staging = new Staging(folder)) {
      Intake intake = new Intake(limits, staging);
      source.stage(staging).forEach(intake::receive);
      return store(intake);
    }
  }

  private IngestResult store(Intake intake) {
    List<String> ids = new ArrayList<>();
    List<Rejection> rejected = new ArrayList<>(intake.rejected());
    byStudy(intake.instances())
        .values()
        .forEach(study -> dicom.write(study, rejected::add).ifPresent(ids::add));
    if (!intake.niftis().isEmpty()) {
      ids.add(nifti.write(intake.niftis()));
    }
    List<Study> stored = ids.stream().flatMap(id -> studies.find(id).stream()).toList();
    return new IngestResult(stored, rejected, intake.skipped());
  }

  private static Map<String, List<ReceivedInstance>> byStudy(List<ReceivedInstance> instances) {
    return instances.stream()
        .collect(
            Collectors.groupingBy(
                ReceivedInstance::studyUid, LinkedHashMap::new, Collectors.toList()));
  }
}
