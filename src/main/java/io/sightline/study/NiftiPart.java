package io.sightline.study;

import io.sightline.shared.Sha256;
import io.sightline.shared.Warning;
import io.sightline.volume.NiftiFile;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.SequenceClassifier;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.util.List;

/**
 * A NIfTI file that arrived and could be read to its end, not yet stored; its voxels are not kept.
 *
 * @param volumes how many lie along a fourth axis, 1 when it has none
 */
record NiftiPart(
    StagedFile file,
    String sha256,
    SequenceGuess guess,
    VolumeGeometry geometry,
    int volumes,
    List<Warning> warnings) {

  static NiftiPart read(StagedFile file) throws IOException {
    NiftiFile nifti = NiftiReader.read(file.path(), VolumeLimits.DEFAULT);
    return new NiftiPart(
        file,
        Sha256.of(file.path()),
        guess(file),
        nifti.volumes().getFirst().geometry(),
        nifti.volumes().size(),
        nifti.warnings());
  }

  private static SequenceGuess guess(StagedFile file) {
    return file.sequence() == null
        ? SequenceClassifier.classify(FileName.last(file.name()))
        : new SequenceGuess(
            file.sequence(), 1, "named " + file.sequence().label() + " by the upload");
  }
}
