package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.inference.LruSessionPool;
import io.sightline.inference.remote.FakeRestServer;
import io.sightline.inference.remote.ModelServers;
import io.sightline.inference.remote.RemoteBundles;
import io.sightline.inference.remote.SquareModel;
import io.sightline.inference.remote.TestServer;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import io.sightline.volume.preprocess.PreprocessSpec.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A specialist whose network another server runs does what one in this process does. */
class RemoteSpecialistTest extends SpecialistContract {
  @TempDir Path models;

  private final FakeRestServer server = new FakeRestServer(new SquareModel(), true);
  private final ModelServers servers = TestServer.at(server.url()).as("fleet");
  private final LruSessionPool pool =
      new LruSessionPool(
          file -> {
            throw new AssertionError("no file is a graph here: " + file);
          },
          servers,
          1000);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(servers.openTensors()).isZero();
    pool.close();
    servers.close();
    server.close();
  }

  /** One more each time, in a folder of its own: the contract asks for several at the same time. */
  private Specialist specialist(String window) {
    try {
      Path own = Files.createTempDirectory(models, "own");
      Bundle bundle = RemoteBundles.square(own, "elsewhere", "square", window);
      assertThat(bundle.problems()).isEmpty();
      return new OnnxSpecialist(bundle, Task.SEGMENT, Networks.of(pool));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  Specialist specialist() {
    return specialist("");
  }

  @Override
  Volume t1() {
    return TinyVision.spot(3, 4, 5, 9, 0);
  }

  private static Segmentation run(Specialist specialist, Volume t1) {
    return (Segmentation) specialist.run(given(t1), new Cancellation());
  }

  private static SequencedMap<Sequence, Volume> given(Volume t1) {
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>();
    volumes.put(Sequence.T1, t1);
    return volumes;
  }

  /** Values of which some make either class win. */
  private static Volume noise() {
    Random random = new Random(7);
    float[] v = new float[TinyVision.GRID.voxels()];
    for (int n = 0; n < v.length; n++) {
      v[n] = (float) random.nextGaussian() * 3;
    }
    return new Volume(TinyVision.GRID, v);
  }

  private void agrees(String line, @org.jspecify.annotations.Nullable Window window) {
    try (TinyVision tiny = new TinyVision()) {
      Bundle local = tiny.network(window);
      SegmentedLabel here =
          run(new OnnxSpecialist(local, Task.SEGMENT, Networks.of(tiny.pool())), noise())
              .label("square")
              .orElseThrow();
      SegmentedLabel there = run(specialist(line), noise()).label("square").orElseThrow();
      assertThat(there.mask().inside()).isEqualTo(here.mask().inside());
      assertThat(there.score()).isEqualTo(here.score());
      assertThat(there.volumeMl()).isEqualTo(here.volumeMl()).isPositive();
    }
  }

  @Test
  void theSameNetworkHereAndThereGivesTheSame() {
    agrees("", null);
    assertThat(inferences()).isEqualTo(1);
  }

  @Test
  void tilesAreCutAndPutTogetherHere() {
    agrees("window: {size: [6, 6, 6], halo: 1}", new Window(new Size(6, 6, 6), 0, 1));
    assertThat(inferences()).isGreaterThan(4);
  }

  private long inferences() {
    return server.asked.stream().filter(path -> path.endsWith("/infer")).count();
  }

  private SpecialistOutcome outcome() {
    Specialist specialist = specialist();
    SpecialistRegistry registry =
        new SpecialistRegistry() {
          @Override
          public List<Bundle> bundles() {
            return List.of();
          }

          @Override
          public Optional<Specialist> find(String id) {
            return Optional.of(specialist);
          }
        };
    return new SpecialistRunner(registry, Duration.ofMinutes(2))
        .run("elsewhere", given(t1()), new Cancellation());
  }

  private String warning() {
    SpecialistOutcome outcome = outcome();
    assertThat(outcome.result()).isNull();
    var warning = Objects.requireNonNull(outcome.warning());
    assertThat(warning.message()).startsWith("Nothing of specialist elsewhere is in this report:");
    return warning.code();
  }

  @Test
  void aServerThatIsGoneOrFailsCostsTheEvidenceAndNoMore() {
    server.inferring(exchange -> exchange.sendResponseHeaders(500, -1));
    assertThat(warning()).isEqualTo("specialist_failed");
    server.inferring(exchange -> exchange.sendResponseHeaders(503, -1));
    assertThat(warning()).isEqualTo("specialist_unavailable");
    server.inferring(null);
    assertThat(outcome().result()).isNotNull();
    server.close();
    assertThat(warning()).isEqualTo("specialist_unavailable");
  }
}
