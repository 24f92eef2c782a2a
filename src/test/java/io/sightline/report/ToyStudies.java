package io.sightline.report;

import io.sightline.study.Series;
import io.sightline.study.Series.SeriesVolume;
import io.sightline.study.Studies;
import io.sightline.study.Study;
import io.sightline.volume.Sequence;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Studies that are only described; every volume is empty. */
final class ToyStudies implements Studies {
  static final String HEAD = "1.2.3";

  private final Map<String, Study> studies = new HashMap<>();

  ToyStudies() {
    put(
        HEAD,
        series("1.2.3.1", "MR", "HEAD", Sequence.T1, 0.98, ToyHead.SOURCE),
        series("1.2.3.2", "MR", "HEAD", Sequence.FLAIR, 0.9, ToyHead.SOURCE));
  }

  void put(String id, Series... series) {
    studies.put(id, new Study(id, "toy", null, Instant.EPOCH, List.of(series), List.of()));
  }

  static Series series(
      String uid,
      String modality,
      @Nullable String part,
      Sequence sequence,
      double confidence,
      @Nullable VolumeGeometry geometry) {
    SequenceGuess guess = new SequenceGuess(sequence, confidence, "said so");
    List<SeriesVolume> volumes =
        geometry == null
            ? List.of()
            : List.of(new SeriesVolume(0, guess, geometry, "f".repeat(64), List.of(), List.of()));
    return new Series(
        uid, modality, sequence.label() + " series", part, 40, guess, volumes, List.of());
  }

  @Override
  public Optional<Study> find(String studyId) {
    return Optional.ofNullable(studies.get(studyId));
  }

  @Override
  public Volume volume(String studyId, String seriesUid, int index) {
    VolumeGeometry g =
        studies.get(studyId).series().stream()
            .filter(s -> s.uid().equals(seriesUid))
            .findFirst()
            .orElseThrow()
            .volumes()
            .get(index)
            .geometry();
    float[] voxels = new float[g.voxels()];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = n % g.nx();
    }
    return new Volume(g, voxels);
  }
}
