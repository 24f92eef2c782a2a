package io.sightline.study;

import io.quarkus.runtime.configuration.MemorySize;
import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.codec.CodecPool;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.store.DataFolder;
import io.sightline.store.FileBlobStore;
import io.sightline.store.TestDatabase;
import io.sightline.volume.VolumeLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The ingest of one data folder without the HTTP server around it. */
final class Bench {
  final DataFolder folder;
  final Jdbi jdbi;
  final BlobStore blobs;
  final BlobLedger ledger;
  final StudyStore studies;
  final Ingest ingest;

  /** Small limits, to be reached with small files. */
  record Limits(
      MemorySize body,
      MemorySize entry,
      MemorySize archive,
      int entries,
      int ratio,
      MemorySize ratioFrom)
      implements UploadLimits {
    static Limits of(long entry, long archive, int entries, int ratio, long ratioFrom) {
      return new Limits(size(archive), size(entry), size(archive), entries, ratio, size(ratioFrom));
    }

    private static MemorySize size(long bytes) {
      return new MemorySize(BigInteger.valueOf(bytes));
    }
  }

  static final Limits WIDE = Limits.of(1L << 30, 1L << 30, 10_000, 200, 64L << 20);

  private Bench(DataFolder folder, DataSource database, UploadLimits limits) {
    this.folder = folder;
    jdbi = Jdbi.create(database);
    blobs = new FileBlobStore(folder);
    ledger = new BlobLedger(jdbi, blobs);
    studies =
        new StudyStore(
            jdbi,
            ledger,
            new VolumeSource(blobs, new VolumeLoader(DicomLimits.DEFAULT, new CodecPool())),
            1 << 20);
    StudyCommit commit = new StudyCommit(jdbi, ledger);
    ingest =
        new Ingest(
            folder,
            limits,
            new DicomStudyWriter(jdbi, blobs, commit),
            new NiftiStudyWriter(jdbi, blobs, commit),
            studies);
  }

  /** With a database in memory. */
  static Bench in(Path folder, UploadLimits limits) {
    return new Bench(new DataFolder(folder), TestDatabase.memory(), limits);
  }

  static Bench in(Path folder) {
    return in(folder, WIDE);
  }

  /** With the server's own kind of database, that outlives the process. */
  static Bench durable(Path folder) {
    DataFolder data = new DataFolder(folder).create();
    return new Bench(data, TestDatabase.file(data), WIDE);
  }

  IngestResult upload(String name, byte[] content) throws IOException {
    return upload(Map.of(name, content));
  }

  IngestResult upload(Map<String, byte[]> files) throws IOException {
    return ingest.ingest(
        staging -> {
          List<StagedFile> staged = new ArrayList<>();
          for (var file : files.entrySet()) {
            staged.add(
                new StagedFile(
                    file.getKey(),
                    staging.copy(new ByteArrayInputStream(file.getValue()), Long.MAX_VALUE),
                    null));
          }
          return staged;
        });
  }
}
