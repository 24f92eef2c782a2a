package io.sightline.language;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LanguageSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;

/**
 * What a bundle's language model needs besides its graphs: read once, shared, closed with the
 * server. Thread-safe.
 *
 * @param contextLength positions; {@link Integer#MAX_VALUE} where nothing says
 */
record LanguageAssets(
    DjlTokenizer tokenizer, SpecialTokens special, ExporterFiles files, int contextLength)
    implements AutoCloseable {

  /**
   * @throws ProblemException {@code invalid_bundle}
   */
  static LanguageAssets of(Bundle bundle) {
    LanguageSpec spec = bundle.manifest().language();
    if (spec == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "Bundle '" + bundle.id() + "' has no language model.");
    }
    ExporterFiles files = ExporterFiles.of(bundle, spec.tokenizer());
    SpecialTokens special = SpecialTokens.of(spec, files);
    Integer declared = spec.contextLength();
    int stated = declared != null ? declared : files.contextLength();
    return new LanguageAssets(
        new DjlTokenizer(bundle.file(spec.tokenizer())),
        special,
        files,
        stated > 0 ? stated : Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
