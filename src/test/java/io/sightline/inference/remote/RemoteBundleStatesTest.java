package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.FolderBundleRegistry;
import io.sightline.bundle.RemoteModel;
import io.sightline.inference.BundleResource;
import io.sightline.inference.BundleView;
import io.sightline.inference.LruSessionPool;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which state a bundle is in whose model another server has. */
class RemoteBundleStatesTest {
  @TempDir Path models;

  private final FakeRestServer server = new FakeRestServer(new SquareModel(), true);
  private final ModelServers servers = TestServer.at(server.url()).as("fleet");
  private BundleResource bundles;

  @BeforeEach
  void oneGoodOneUnknown() throws IOException {
    RemoteBundles.square(models, "good", "square", "");
    RemoteBundles.square(models, "unknown", "circle", "");
    bundles = resource(servers);
  }

  private BundleResource resource(ModelServers known) {
    LruSessionPool pool =
        new LruSessionPool(
            file -> {
              throw new AssertionError("no file is a graph here: " + file);
            },
            known,
            1000);
    return new BundleResource(new FolderBundleRegistry(models), pool);
  }

  @AfterEach
  void stop() {
    servers.close();
    server.close();
  }

  @Test
  void itIsReadyOnceItsServerAnsweredAndTakesNoMemoryHere() {
    assertThat(bundles.get("good").state()).isEqualTo("unloaded");
    BundleView ready = bundles.load("good");
    assertThat(ready.state()).isEqualTo("ready");
    assertThat(ready.reasons()).isEmpty();
    assertThat(ready.memoryBytes()).isZero();
    assertThat(ready.remote())
        .isEqualTo(Map.of("network", new RemoteModel("fleet", "square", null)));
    assertThat(bundles.unload("good").state()).isEqualTo("unloaded");
  }

  @Test
  void itIsUnavailableWhileItsServerIsNotAndReadyAgainAfterwards() {
    server.ready(503);
    assertThatThrownBy(() -> bundles.load("good"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_UNAVAILABLE));
    assertThat(bundles.get("good").state()).isEqualTo("unavailable");
    assertThat(bundles.get("good").reasons())
        .containsExactly("Model 'square' of server 'fleet' gave nothing: it is not ready (503).");
    server.ready(200);
    assertThat(bundles.load("good").state()).isEqualTo("ready");
    server.ready(503);
    assertThatThrownBy(() -> bundles.load("good")).isInstanceOf(ProblemException.class);
    assertThat(bundles.get("good").state()).isEqualTo("unavailable");
  }

  @Test
  void aModelThatTheServerDoesNotHaveHarmsNobodyElse() {
    assertThatThrownBy(() -> bundles.load("unknown")).hasMessageContaining("no such model");
    assertThat(bundles.load("good").state()).isEqualTo("ready");
    assertThat(bundles.get("unknown").state()).isEqualTo("unavailable");
  }

  @Test
  void aModelThatIsNotAsDeclaredIsRefusedUntilTheServerHasAnother() {
    server.describing(
        exchange ->
            FakeRestServer.send(
                exchange,
                200,
                """
                {"inputs": [{"name": "image", "datatype": "FP16", "shape": [1, 1, -1, -1, -1]}],
                 "outputs": [{"name": "logits", "datatype": "FP32", "shape": [1, 3, -1, -1, -1]}]}
                """));
    assertThatThrownBy(() -> bundles.load("good"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE));
    assertThat(bundles.get("good").state()).isEqualTo("refused");
    assertThat(bundles.get("good").reasons())
        .singleElement()
        .asString()
        .contains("'image' is float16, declared as float32")
        .contains("'logits' has shape [1, 3, -1, -1, -1], declared as [1, 2, z, y, x]");
    server.describing(null);
    assertThat(bundles.load("good").state()).isEqualTo("ready");
  }

  @Test
  void aServerThatSaysNothingOfTensorsIsTakenAtTheManifestsWord() {
    server.describing(exchange -> FakeRestServer.send(exchange, 200, "{\"name\": \"square\"}"));
    assertThat(bundles.load("good").state()).isEqualTo("ready");
  }

  @Test
  void whatIsNotConfiguredIsSaidBeforeAnybodyAsks() {
    try (ModelServers others = TestServer.at(server.url()).as("others")) {
      BundleView view = resource(others).get("good");
      assertThat(view.state()).isEqualTo("unavailable");
      assertThat(view.reasons())
          .containsExactly(
              "Server 'fleet' is not configured: set sightline.inference.remote.fleet.url.");
    }
  }
}
