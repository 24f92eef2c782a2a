package io.sightline.study;

import io.sightline.store.BlobStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Stores the NIfTI files of one upload as one study; the same files again are the same study. */
final class NiftiStudyWriter {
  private final Jdbi jdbi;
  private final BlobStore blobs;
  private final StudyCommit commit;

  NiftiStudyWriter(Jdbi jdbi, BlobStore blobs, StudyCommit commit) {
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.commit = commit;
  }

  /** Returns the study's id. */
  String write(List<NiftiPart> parts) {
    Map<String, NiftiPart> distinct = new LinkedHashMap<>();
    parts.forEach(part -> distinct.putIfAbsent(identity(part), part));
    String studyId = DerivedUid.of(distinct.keySet().stream().sorted().toArray(String[]::new));
    return commit.alone(
        () -> {
          if (jdbi.withHandle(handle -> StudyRepository.study(handle, studyId)).isEmpty()) {
            store(studyId, distinct.values());
          }
          return studyId;
        });
  }

  private void store(String studyId, Collection<NiftiPart> parts) {
    List<StoredSeries> series = new ArrayList<>();
    List<StoredInstance> instances = new ArrayList<>();
    for (NiftiPart part : parts) {
      String uid = DerivedUid.of(studyId, identity(part));
      String instanceUid = DerivedUid.of(uid, "instance");
      series.add(SeriesDescriber.describe(uid, instanceUid, part));
      instances.add(
          new StoredInstance(
              instanceUid,
              studyId,
              uid,
              StoredInstance.NIFTI,
              part.sha256(),
              blobs.adopt(part.file().path())));
    }
    commit.commit(StudyRow.ofNifti(studyId), series, instances);
  }

  /** The same voxels under another sequence are another series. */
  private static String identity(NiftiPart part) {
    return part.sha256() + " " + part.guess().sequence();
  }
}
