package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.segmentation.NoRegionRule.Choice;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Grids;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskRulesTest {
  private static final VolumeGeometry G = Grids.cube(10, 1);

  private static Mask voxels(int... ijk) {
    byte[] inside = new byte[G.voxels()];
    for (int n = 0; n < ijk.length; n += 3) {
      inside[G.offset(ijk[n], ijk[n + 1], ijk[n + 2])] = 1;
    }
    return new Mask(G, inside);
  }

  @Test
  void voxelsThatShareOnlyACornerAreOneComponent() {
    assertThat(ConnectedComponents.of(voxels(1, 1, 1, 2, 2, 2))).hasSize(1);
  }

  @Test
  void voxelsTwoApartAreTwoComponentsAndTheLargerComesFirst() {
    List<int[]> parts = ConnectedComponents.of(voxels(0, 0, 0, 5, 5, 5, 5, 5, 6, 9, 0, 0));
    assertThat(parts).extracting(p -> p.length).containsExactly(2, 1, 1);
  }

  @Test
  void theEndOfARowDoesNotTouchTheStartOfTheNext() {
    assertThat(ConnectedComponents.of(voxels(9, 3, 3, 0, 4, 3))).hasSize(2);
  }

  @Test
  void specksBelowTheLimitGoAndTheRestStays() {
    Mask mask = voxels(0, 0, 0, 5, 5, 5, 5, 5, 6);
    assertThat(MaskCleaner.dropBelow(mask, 0.002).count()).isEqualTo(2);
    assertThat(MaskCleaner.dropBelow(mask, 0.001).count()).isEqualTo(3);
    assertThat(MaskCleaner.dropBelow(mask, 0.01).isEmpty()).isTrue();
  }

  @Test
  void diceAndIouOfKnownOverlap() {
    Overlap overlap = Overlap.of(voxels(1, 1, 1, 2, 1, 1, 3, 1, 1), voxels(3, 1, 1, 4, 1, 1));
    assertThat(overlap.dice()).isCloseTo(2 / 5.0, within(1e-12));
    assertThat(overlap.iou()).isCloseTo(1 / 4.0, within(1e-12));
    assertThat(overlap.firstInSecond()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void twoEmptyMasksAgreeAndDifferentGridsAreRefused() {
    assertThat(Overlap.of(voxels(), voxels()).dice()).isEqualTo(1);
    Mask elsewhere = Grids.ball(Grids.cube(10, 2), new Vec3(0, 0, 0), 3);
    assertThatThrownBy(() -> Overlap.of(voxels(), elsewhere)).hasMessageContaining("grids");
  }

  @Test
  void aGoodCandidateWithVoxelsIsTheRegion() {
    MaskCandidate good = candidate(0.7, 1);
    assertThat(new NoRegionRule(0.3).choose(List.of(good, candidate(0.5, 1))))
        .isEqualTo(new Choice.Region(good));
  }

  @Test
  void aPoorBestCandidateIsNoRegionAndTheReasonHasBothNumbers() {
    assertThat(new NoRegionRule(0.3).choose(List.of(candidate(0.21, 1))))
        .isEqualTo(new Choice.None("The best mask's predicted quality 0.21 is below 0.30."));
  }

  @Test
  void anEmptyBestMaskYieldsToTheNextGoodOneOrToNoRegion() {
    MaskCandidate empty = candidate(0.9, -1);
    MaskCandidate next = candidate(0.5, 1);
    assertThat(new NoRegionRule(0.3).choose(List.of(empty, next)))
        .isEqualTo(new Choice.Region(next));
    assertThat(new NoRegionRule(0.3).choose(List.of(empty, candidate(0.2, 1))))
        .isEqualTo(new Choice.None("The predicted mask is empty."));
  }

  private static MaskCandidate candidate(double quality, float logit) {
    float[] logits = new float[G.voxels()];
    java.util.Arrays.fill(logits, -2);
    logits[17] = logit;
    return new MaskCandidate(new Volume(G, logits), quality);
  }
}
