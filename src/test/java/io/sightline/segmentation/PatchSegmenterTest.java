package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.Grids;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import io.sightline.volume.preprocess.PreprocessSpec.Window;
import io.sightline.volume.preprocess.SlidingWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network gives the image and its square minus the place along x within what it was fed. */
class PatchSegmenterTest {
  private final TinyVision tiny = new TinyVision();
  private final PatchSegmenter segmenter = new PatchSegmenter(tiny.pool());
  private final Volume image = Grids.numbered(TinyVision.GRID);

  @AfterEach
  void everyNativeTensorIsClosed() {
    assertThat(tiny.openTensors()).isZero();
    tiny.close();
  }

  private Map<String, Volume> segment(@org.jspecify.annotations.Nullable Window window) {
    var volumes = new LinkedHashMap<String, Volume>();
    volumes.put("T1", image);
    return segmenter.segment(tiny.network(window), "classes", volumes, new Cancellation());
  }

  @Test
  void withoutAWindowTheNetworkSeesTheWholeGrid() {
    Map<String, Volume> logits = segment(null);
    assertThat(logits.get("image").at(7, 3, 2)).isCloseTo(image.at(7, 3, 2), within(1e-3f));
    float v = image.at(7, 3, 2);
    assertThat(logits.get("square").at(7, 3, 2)).isCloseTo(v * v - 7, within(1e-3f));
  }

  @Test
  void withAWindowPatchesAreBlendedAsTheSlidingWindowDoes() {
    Map<String, Volume> logits = segment(new Window(new Size(6, 6, 4), 0.5, 0));
    Volume expected =
        new SlidingWindow(new Size(6, 6, 4), 0.5)
            .run(List.of(image), PatchSegmenterTest::square)
            .getFirst();
    for (int n = 0; n < expected.voxels().length; n++) {
      assertThat(logits.get("square").voxels()[n]).isCloseTo(expected.voxels()[n], within(1e-2f));
      assertThat(logits.get("image").voxels()[n]).isCloseTo(image.voxels()[n], within(1e-3f));
    }
  }

  private static float[] square(float[] patch) {
    float[] out = new float[patch.length];
    for (int n = 0; n < patch.length; n++) {
      out[n] = patch[n] * patch[n] - n % 6;
    }
    return out;
  }

  @Test
  void aMissingInputIsNoVolume() {
    var volumes = new LinkedHashMap<String, Volume>();
    volumes.put("FLAIR", image);
    assertThatThrownBy(
            () -> segmenter.segment(tiny.network(null), "classes", volumes, new Cancellation()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_VOLUME));
  }
}
