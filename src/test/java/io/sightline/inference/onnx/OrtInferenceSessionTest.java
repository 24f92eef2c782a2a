package io.sightline.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.inference.InferenceConfig.Device;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.InferenceSessionContract;
import io.sightline.inference.ModelExecutor;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorType;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OrtInferenceSessionTest extends InferenceSessionContract {
  private final ModelExecutor executor = new ModelExecutor(2, 64);
  private final OrtRuntime runtime = new OrtRuntime(Device.CPU, 1, executor);

  @Override
  protected InferenceSession open() {
    return runtime.load(graph("arithmetic"));
  }

  @Override
  protected long openTensors() {
    return runtime.liveTensors().open();
  }

  @AfterEach
  void stop() {
    executor.close();
  }

  private static Path graph(String name) {
    try {
      return Path.of(
          OrtInferenceSessionTest.class.getResource("/inference/" + name + ".onnx").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(30)
  void cancellingStopsAGraphWithinATenthOfASecond() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    long[] cancelledAt = new long[1];
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  sleep(Duration.ofMillis(300));
                  cancelledAt[0] = System.nanoTime();
                  cancellation.cancel();
                });
    try (InferenceSession endless = runtime.load(graph("endless"));
        Tensor x =
            endless.tensor(TensorType.FLOAT32, new long[] {256, 256}, new float[256 * 256])) {
      assertThatThrownBy(() -> endless.run(Map.of("x", x), Set.of("y"), cancellation))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt[0]))
          .isLessThan(Duration.ofMillis(100));
    }
    canceller.join();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFileThatIsNoGraphIsRefusedWithoutItsPath(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "not a graph");
    assertThatThrownBy(() -> runtime.load(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE);
              assertThat(e.detail()).contains("'model.onnx'").doesNotContain(folder.toString());
            });
  }

  @Test
  void withoutCudaGraphsRunOnTheCpu() {
    OrtRuntime cuda = new OrtRuntime(Device.CUDA, 1, executor);
    try (InferenceSession session = cuda.load(graph("arithmetic"))) {
      assertThat(session.outputs()).containsKey("twice");
    }
  }
}
