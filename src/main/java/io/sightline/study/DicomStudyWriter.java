package io.sightline.study;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.DicomReader;
import io.sightline.dicom.StudyAttributes;
import io.sightline.shared.Warning;
import io.sightline.store.BlobStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** Stores DICOM objects of one study beside those it has, and assembles its changed series anew. */
final class DicomStudyWriter {
  private static final Warning MIXED_PATIENTS =
      new Warning(
          "mixed_patients",
          "Objects of this study name different patients; check where they come from.");

  private final Jdbi jdbi;
  private final BlobStore blobs;
  private final StudyCommit commit;

  DicomStudyWriter(Jdbi jdbi, BlobStore blobs, StudyCommit commit) {
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.commit = commit;
  }

  /**
   * @param received objects of one study, at least one
   * @return the study's id, or empty when none of the objects was taken
   */
  Optional<String> write(List<ReceivedInstance> received, Consumer<Rejection> rejected) {
    return commit.alone(
        () -> {
          DuplicateCheck check = new DuplicateCheck(this::storedHash, rejected);
          received.forEach(check::add);
          if (!check.fresh().isEmpty()) {
            store(check.fresh());
          }
          return check.anyTaken() ? Optional.of(received.getFirst().studyUid()) : Optional.empty();
        });
  }

  private String storedHash(String uid) {
    return jdbi.withHandle(handle -> StudyRepository.instance(handle, uid))
        .map(StoredInstance::contentHash)
        .orElse("");
  }

  private void store(List<ReceivedInstance> fresh) {
    List<StoredInstance> instances = fresh.stream().map(this::store).toList();
    List<StoredSeries> series =
        bySeries(fresh).values().stream()
            .map(headers -> SeriesDescriber.describe(withStored(headers)))
            .toList();
    commit.commit(study(fresh), series, instances);
  }

  private static Map<String, List<DicomHeader>> bySeries(List<ReceivedInstance> instances) {
    return instances.stream()
        .map(ReceivedInstance::header)
        .collect(
            Collectors.groupingBy(
                header -> header.series().uid(), LinkedHashMap::new, Collectors.toList()));
  }

  private StoredInstance store(ReceivedInstance instance) {
    return new StoredInstance(
        instance.uid(),
        instance.studyUid(),
        instance.seriesUid(),
        StoredInstance.DICOM,
        instance.header().contentHash(),
        blobs.adopt(instance.file().path()));
  }

  /** The headers of a series, those of its stored objects first. */
  private List<DicomHeader> withStored(List<DicomHeader> fresh) {
    DicomHeader any = fresh.getFirst();
    List<StoredInstance> stored =
        jdbi.withHandle(
            handle -> StudyRepository.instances(handle, any.study().uid(), any.series().uid()));
    return Stream.concat(
            stored.stream().map(i -> blobs.withFile(i.sha256(), DicomReader::readHeader)),
            fresh.stream())
        .toList();
  }

  private StudyRow study(List<ReceivedInstance> fresh) {
    StudyAttributes first = fresh.getFirst().header().study();
    StudyRow row =
        jdbi.withHandle(handle -> StudyRepository.study(handle, first.uid()))
            .orElseGet(() -> StudyRow.of(first));
    boolean mixed =
        fresh.stream().anyMatch(i -> !i.header().study().patientHash().equals(row.patientHash()));
    return mixed ? row.with(MIXED_PATIENTS) : row;
  }
}
