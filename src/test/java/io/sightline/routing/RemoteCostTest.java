package io.sightline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.RemoteModel;
import io.sightline.bundle.Resources;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A network on another machine takes neither time nor memory of this one that could be foretold.
 */
class RemoteCostTest {
  private static final VolumeGeometry HEAD =
      VolumeGeometry.axisAligned(200, 200, 200, new Vec3(1, 1, 1), new Vec3(0, 0, 0));

  private static Cost cost(GraphSpec network) {
    BundleManifest manifest =
        new BundleManifest(
            1,
            "net",
            "1.0.0",
            BundleManifest.Kind.SPECIALIST,
            "segment",
            "A network",
            new Licence("MIT", null),
            null,
            null,
            List.of(),
            Finders.ONE_MM,
            null,
            Map.of(),
            Map.of("network", network),
            null,
            null,
            null,
            new Resources(1_000_000, 1_000),
            List.of(),
            List.of());
    return Cost.of(manifest, HEAD, 1e10);
  }

  @Test
  void whatAnotherMachineDoesCostsNothingHere() {
    assertThat(cost(new GraphSpec("network.onnx", Map.of(), Map.of())).bytes())
        .isEqualTo(8_000_000_000L);
    assertThat(cost(new GraphSpec(null, new RemoteModel("fleet", "net", null), Map.of(), Map.of())))
        .isEqualTo(Cost.UNKNOWN);
  }
}
