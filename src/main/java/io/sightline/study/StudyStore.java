package io.sightline.study;

import io.sightline.dicom.StudyAttributes;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobLedger;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Stored studies: found, listed, deleted, and their volumes. Thread-safe; every call blocks. */
public final class StudyStore implements Studies {
  private final Jdbi jdbi;
  private final BlobLedger ledger;
  private final VolumeSource volumes;
  private final VolumeCache cache;

  StudyStore(Jdbi jdbi, BlobLedger ledger, VolumeSource volumes, long cacheBytes) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.volumes = volumes;
    this.cache = new VolumeCache(cacheBytes);
  }

  @Override
  public Optional<Study> find(String studyId) {
    return jdbi.inTransaction(
        handle -> StudyRepository.study(handle, studyId).map(row -> whole(handle, row)));
  }

  @Override
  public Optional<String> patient(String studyId) {
    return jdbi.withHandle(handle -> StudyRepository.study(handle, studyId))
        .map(StudyRow::patientHash)
        .filter(hash -> !hash.equals(StudyAttributes.NOBODY));
  }

  private static Study whole(Handle handle, StudyRow row) {
    return row.with(
        StudyRepository.series(handle, row.id()).stream().map(StoredSeries::series).toList());
  }

  /** Newest first. */
  StudyPage page(Optional<PageCursor> after, int limit) {
    return jdbi.inTransaction(
        handle -> {
          List<StudyRow> rows = StudyRepository.page(handle, after, limit + 1);
          List<StudyRow> shown = rows.subList(0, Math.min(limit, rows.size()));
          return new StudyPage(
              shown.stream().map(row -> whole(handle, row)).toList(),
              rows.size() > limit
                  ? Optional.of(PageCursor.after(shown.getLast()))
                  : Optional.empty());
        });
  }

  /**
   * One page of the list.
   *
   * @param next where the following page starts; empty at the end
   */
  record StudyPage(List<Study> studies, Optional<PageCursor> next) {}

  /**
   * Deletes a study and the files that nothing else uses.
   *
   * @throws ProblemException {@code not_found}
   */
  void delete(String studyId) {
    List<String> released =
        jdbi.inTransaction(
            transaction -> {
              if (!StudyRepository.delete(transaction, studyId)) {
                throw notFound("There is no such study.");
              }
              return ledger.release(transaction, StudyCommit.owner(studyId));
            });
    ledger.collect(released);
  }

  @Override
  public Volume volume(String studyId, String seriesUid, int index) {
    StoredSeries series =
        jdbi.withHandle(handle -> StudyRepository.series(handle, studyId, seriesUid))
            .orElseThrow(() -> notFound("There is no such series."));
    if (index < 0 || index >= series.series().volumes().size()) {
      throw notFound("The series has no volume " + index + ".");
    }
    String sha256 = series.series().volumes().get(index).sha256();
    return cache
        .get(sha256)
        .orElseGet(
            () -> {
              Volume volume = volumes.load(instances(studyId, seriesUid), series, index);
              cache.put(sha256, volume);
              return volume;
            });
  }

  private List<StoredInstance> instances(String studyId, String seriesUid) {
    return jdbi.withHandle(handle -> StudyRepository.instances(handle, studyId, seriesUid));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(ErrorCode.NOT_FOUND, detail);
  }
}
