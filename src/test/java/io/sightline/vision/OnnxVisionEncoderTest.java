package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.shared.Cancellation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnnxVisionEncoderTest extends VisionEncoderContract {
  private final TinyVision tiny = new TinyVision();
  private final OnnxVisionEncoder encoder = new OnnxVisionEncoder(tiny.pool(), 1 << 20);

  @Override
  VisionEncoder encoder() {
    return encoder;
  }

  @Override
  Bundle bundle() {
    return tiny.bundle();
  }

  @AfterEach
  void everyNativeTensorIsClosed() {
    assertThat(tiny.openTensors()).isZero();
    tiny.close();
  }

  @Test
  void structuresAreTheMostProbableClassAndLesionsTheirLogits() {
    Encoding e =
        encode(
            Map.of(
                Sequence.T1, TinyVision.spot(2, 3, 4, 5, -1),
                Sequence.FLAIR, TinyVision.spot(7, 1, 6, 4, 0)));
    assertThat(e.structures().at(2, 3, 4)).isEqualTo(1);
    assertThat(e.structures().at(0, 0, 0)).isEqualTo(2);
    assertThat(e.lesionLogits()).containsOnlyKeys("lesion");
    assertThat(e.lesionLogits().get("lesion").at(7, 1, 6)).isEqualTo(3);
    assertThat(e.lesionLogits().get("lesion").at(0, 0, 0)).isEqualTo(-1);
  }

  @Test
  void featuresKeepTheirShapesAndOrder() {
    Encoding e = encode(Map.of(Sequence.FLAIR, TinyVision.spot(7, 1, 6, 4, 0)));
    assertThat(e.imageTokens().shape()).containsExactly(1, 3, 4);
    assertThat(e.imageEmbeddings().shape()).containsExactly(1, 2, 4, 6, 5);
    assertThat(e.highResFeatures().get("high_res_features_0").shape())
        .containsExactly(1, 2, 8, 12, 10);
    int flair = TinyVision.GRID.voxels() + TinyVision.GRID.offset(7, 1, 6);
    assertThat(e.highResFeatures().get("high_res_features_0").data()[flair]).isEqualTo(4);
    assertThat(e.grid().matches(TinyVision.GRID, 1e-9)).isTrue();
  }

  @Test
  void absentSlotsAreZeros() {
    Encoding e = encode(Map.of(Sequence.FLAIR, TinyVision.spot(7, 1, 6, 4, 1)));
    float[] features = e.highResFeatures().get("high_res_features_0").data();
    assertThat(java.util.Arrays.copyOf(features, TinyVision.GRID.voxels())).containsOnly(0);
    assertThat(e.structures().labels()).containsOnly(0);
  }

  @Test
  void aSeriesInAnotherOrientationComesToTheSameVoxels() {
    VolumeGeometry turned =
        new VolumeGeometry(
            12,
            8,
            10,
            new Vec3(2, 2, 2),
            new Vec3(9, -11, 7),
            new double[] {0, 0, -1, 1, 0, 0, 0, -1, 0});
    float[] v = new float[turned.voxels()];
    v[turned.offset(3, 3, 7)] = 5;
    Encoding e = encode(Map.of(Sequence.T1, new Volume(turned, v)));
    assertThat(e.structures().at(2, 3, 4)).isEqualTo(1);
  }

  @Test
  void aSingleImageEncoderGetsTheSlotsAsChannels() {
    Encoding e =
        encoder.encode(
            tiny.singleImage(),
            Map.of(
                Sequence.T1, TinyVision.spot(0, 0, 0, 3, 3),
                Sequence.FLAIR, TinyVision.spot(0, 0, 0, 7, 7)),
            new Cancellation());
    assertThat(e.imageTokens().data()).containsExactly(3, 7);
    assertThat(e.imageEmbeddings().data()).isEmpty();
    assertThat(e.structures().labels()).containsOnly(0);
    assertThat(e.contributions()).isEqualTo(Map.of(Sequence.T1, 0.5, Sequence.FLAIR, 0.5));
  }

  @Test
  void theSameContentIsEncodedOnceEvenByManyAtATime() throws Exception {
    Volume image = TinyVision.spot(1, 1, 1, 1, 0);
    Callable<Encoding> work = () -> encode(Map.of(Sequence.T1, image));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Encoding> all =
          threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> work).toList()).stream()
              .map(java.util.concurrent.Future::resultNow)
              .toList();
      assertThat(all).allMatch(e -> e == all.getFirst());
    }
  }

  private Encoding encode(Map<Sequence, Volume> volumes) {
    return encoder.encode(tiny.bundle(), volumes, new Cancellation());
  }
}
