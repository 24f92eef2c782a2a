package io.sightline.study;

import io.quarkus.runtime.configuration.MemorySize;
import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.codec.CodecPool;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.store.DataFolder;
import io.sightline.volume.VolumeLoader;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Studies as beans. */
final class StudyBeans {

  @Produces
  @Singleton
  CodecPool codec() {
    return new CodecPool();
  }

  void close(@Disposes CodecPool codec) {
    codec.close();
  }

  @Produces
  @Singleton
  StudyStore studies(
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger,
      CodecPool codec,
      @ConfigProperty(name = "sightline.volumes.cache", defaultValue = "512M") MemorySize cache) {
    VolumeSource source = new VolumeSource(blobs, new VolumeLoader(DicomLimits.DEFAULT, codec));
    return new StudyStore(jdbi, ledger, source, cache.asLongValue());
  }

  @Produces
  @Singleton
  Ingest ingest(
      DataFolder folder,
      UploadLimits limits,
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger,
      StudyStore studies) {
    StudyCommit commit = new StudyCommit(jdbi, ledger);
    return new Ingest(
        folder,
        limits,
        new DicomStudyWriter(jdbi, blobs, commit),
        new NiftiStudyWriter(jdbi, blobs, commit),
        studies);
  }
}
