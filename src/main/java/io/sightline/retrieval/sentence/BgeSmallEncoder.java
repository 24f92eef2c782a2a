package io.sightline.retrieval.sentence;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import io.sightline.inference.onnx.Telemetry;
import io.sightline.retrieval.SentenceEncoder;
import java.util.Optional;

/**
 * BAAI's bge-small-en-v1.5, quantised (MIT), 384 numbers: general English, not trained on
 * radiology. Runs in the server's own ONNX Runtime, on the calling thread; the library brings
 * neither that nor tokenizers. Loaded once per process.
 */
public final class BgeSmallEncoder implements SentenceEncoder {
  public static final String ID = "bge-small-en-v15-q";

  private final EmbeddingModel model;

  public BgeSmallEncoder() {
    Telemetry.disable();
    // DJL: no call to its maker, no download of another native library where there is a GPU
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    model = new BgeSmallEnV15QuantizedEmbeddingModel(Runnable::run);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Optional<float[]> encode(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(model.embed(text).content().vector());
  }
}
