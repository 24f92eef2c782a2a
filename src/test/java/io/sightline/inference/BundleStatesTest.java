package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.FolderBundleRegistry;
import io.sightline.bundle.TestBundles;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which state a bundle is in as it is loaded, unloaded, or found wanting. */
class BundleStatesTest {
  @TempDir Path models;
  private BundleResource bundles;

  @BeforeEach
  void threeBundles() throws IOException {
    TestBundles.write(models, "good", 100);
    TestBundles.write(
        models, "lying", 100, "{file: network.onnx, outputs: {mask: {type: float32}}}");
    TestBundles.write(models, "torn", 100);
    Files.write(models.resolve("torn/network.onnx"), new byte[99]);
    GraphLoader loader = _ -> new FakeInferenceSession(List.of(), List.of(), (_, _) -> Map.of());
    bundles =
        new BundleResource(new FolderBundleRegistry(models), new LruSessionPool(loader, 1000));
  }

  private String state(String id) {
    return bundles.get(id).state();
  }

  @Test
  void loadingMakesReadyAndUnloadingUnloaded() {
    assertThat(state("good")).isEqualTo("unloaded");
    assertThat(bundles.load("good").state()).isEqualTo("ready");
    assertThat(bundles.get("good").memoryBytes()).isEqualTo(100);
    assertThat(bundles.unload("good").state()).isEqualTo("unloaded");
  }

  @Test
  void aSpoiltFileRefusesAtStartAndItsNeighboursStay() {
    assertThat(bundles.list().bundles())
        .extracting(BundleView::id, BundleView::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("good", "unloaded"),
            org.assertj.core.groups.Tuple.tuple("lying", "unloaded"),
            org.assertj.core.groups.Tuple.tuple("torn", "refused"));
    assertThat(bundles.get("torn").reasons())
        .containsExactly("file 'network.onnx' has another SHA-256 than stated");
    assertThatThrownBy(() -> bundles.load("torn")).isInstanceOf(ProblemException.class);
  }

  @Test
  void aGraphThatIsNotAsDeclaredRefusesAtLoad() {
    assertThatThrownBy(() -> bundles.load("lying")).hasMessageContaining("output 'mask'");
    assertThat(state("lying")).isEqualTo("refused");
    assertThat(bundles.get("lying").reasons())
        .singleElement()
        .asString()
        .contains("'mask' does not exist");
  }
}
