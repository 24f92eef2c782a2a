package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.remote.MlServer;
import io.sightline.inference.remote.ModelServers;
import io.sightline.inference.remote.RemoteBundles;
import io.sightline.inference.remote.TestServer;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import io.sightline.volume.preprocess.PreprocessSpec.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A segmentation specialist whose network runs on a real MLServer finds what the same network finds
 * in this process, voxel by voxel: over REST in JSON, which is all that MLServer takes there, and
 * over gRPC with raw tensors.
 */
@Timeout(1800)
class MlServerSpecialistTest {
  private static final String TILES = "window: {size: [6, 6, 6], halo: 1}";

  @TempDir static Path served;
  @TempDir Path models;

  private static MlServer mlserver;

  @BeforeAll
  static void start() throws Exception {
    mlserver = MlServer.start(served);
  }

  @AfterAll
  static void stop() {
    if (mlserver != null) {
      mlserver.close();
    }
  }

  private static SequencedMap<Sequence, Volume> volumes() {
    Random random = new Random(11);
    float[] v = new float[TinyVision.GRID.voxels()];
    for (int n = 0; n < v.length; n++) {
      v[n] = (float) random.nextGaussian() * 3;
    }
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>();
    volumes.put(Sequence.T1, new Volume(TinyVision.GRID, v));
    return volumes;
  }

  private static SpecialistOutcome run(Bundle bundle, LruSessionPool pool) {
    Specialist specialist = new OnnxSpecialist(bundle, Task.SEGMENT, Networks.of(pool));
    SpecialistRegistry registry =
        new SpecialistRegistry() {
          @Override
          public List<Bundle> bundles() {
            return List.of(bundle);
          }

          @Override
          public Optional<Specialist> find(String id) {
            return Optional.of(specialist);
          }
        };
    return new SpecialistRunner(registry, Duration.ofMinutes(5))
        .run(bundle.id(), volumes(), new Cancellation());
  }

  private SpecialistOutcome there(String url, String model, String window) throws IOException {
    try (ModelServers servers = TestServer.at(url).as("fleet");
        LruSessionPool pool =
            new LruSessionPool(
                file -> {
                  throw new AssertionError("no file is a graph here: " + file);
                },
                servers,
                1000)) {
      SpecialistOutcome outcome = run(RemoteBundles.square(models, "there", model, window), pool);
      assertThat(servers.openTensors()).isZero();
      return outcome;
    }
  }

  private static SegmentedLabel square(SpecialistOutcome outcome) {
    assertThat(outcome.warning()).isNull();
    return ((Segmentation) Objects.requireNonNull(outcome.result())).label("square").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"rest, square", "grpc, square", "rest, bare", "grpc, bare"})
  void itFindsWhatTheNetworkFindsHere(String transport, String model) throws IOException {
    String url = transport.equals("rest") ? mlserver.rest() : mlserver.grpc();
    try (TinyVision tiny = new TinyVision()) {
      Bundle here = tiny.network(new Window(new Size(6, 6, 6), 0, 1));
      SegmentedLabel expected = square(run(here, tiny.pool()));
      SegmentedLabel found = square(there(url, model, TILES));
      assertThat(found.mask().inside()).isEqualTo(expected.mask().inside());
      assertThat(found.volumeMl()).isEqualTo(expected.volumeMl()).isPositive();
      assertThat(found.score()).isEqualTo(expected.score());
    }
  }

  @ParameterizedTest
  @CsvSource({"rest", "grpc"})
  void aModelThatItDoesNotServeCostsTheEvidence(String transport) throws IOException {
    String url = transport.equals("rest") ? mlserver.rest() : mlserver.grpc();
    SpecialistOutcome outcome = there(url, "circle", "");
    assertThat(outcome.result()).isNull();
    var warning = Objects.requireNonNull(outcome.warning());
    assertThat(warning.code()).isEqualTo("specialist_unavailable");
    assertThat(warning.message()).contains("it has no such model");
  }
}
