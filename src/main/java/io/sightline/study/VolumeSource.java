package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobStore;
import io.sightline.volume.AssembledVolume;
import io.sightline.volume.NiftiFile;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Slice;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import io.sightline.volume.VolumeLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the voxels of stored series. Thread-safe. */
final class VolumeSource {
  private final BlobStore blobs;
  private final VolumeLoader loader;

  VolumeSource(BlobStore blobs, VolumeLoader loader) {
    this.blobs = blobs;
    this.loader = loader;
  }

  Volume load(List<StoredInstance> instances, StoredSeries series, int index) {
    return series.assembled().isEmpty()
        ? nifti(instances, index)
        : dicom(instances, series.assembled().get(index));
  }

  private Volume nifti(List<StoredInstance> instances, int index) {
    NiftiFile file =
        blobs.withFile(
            instances.getFirst().sha256(), path -> NiftiReader.read(path, VolumeLimits.DEFAULT));
    return file.volumes().get(index);
  }

  private Volume dicom(List<StoredInstance> instances, AssembledVolume volume) {
    Set<String> needed =
        volume.slices().stream().map(Slice::sopInstanceUid).collect(Collectors.toSet());
    Map<String, String> sha256s =
        instances.stream()
            .filter(instance -> needed.contains(instance.uid()))
            .collect(Collectors.toMap(StoredInstance::uid, StoredInstance::sha256));
    return blobs.withFiles(
        sha256s.values(),
        files -> loader.load(volume, uid -> file(files, sha256s.getOrDefault(uid, ""))));
  }

  private static Path file(Map<String, Path> files, String sha256) {
    Path path = files.get(sha256);
    if (path == null) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "An object of the series is missing.");
    }
    return path;
  }
}
