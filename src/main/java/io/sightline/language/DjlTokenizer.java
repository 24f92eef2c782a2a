package io.sightline.language;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Path;

/** A Hugging Face {@code tokenizer.json}; native memory until closed. Thread-safe. */
final class DjlTokenizer implements TextTokenizer, AutoCloseable {
  static {
    // no call to its maker, no download of another native library where there is a GPU
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
  }

  private final HuggingFaceTokenizer tokenizer;

  /**
   * @throws ProblemException {@code invalid_bundle} when the file is no tokenizer
   */
  DjlTokenizer(Path file) {
    try {
      tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(false)
              .optTruncation(false) // else 512 tokens silently become all there is
              .optPadding(false)
              .build();
    } catch (IOException | RuntimeException e) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "'" + file.getFileName() + "' is no readable tokenizer.", e);
    }
  }

  @Override
  public long[] encode(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  @Override
  public String decode(long[] ids) {
    return ids.length == 0 ? "" : tokenizer.decode(ids, false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
