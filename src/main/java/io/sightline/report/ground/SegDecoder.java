package io.sightline.report.ground;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LanguageSpec;
import io.sightline.language.LanguageModel;
import io.sightline.report.draft.SegRequest;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.vision.Encoding;
import java.util.List;

/**
 * Mask candidates for a {@code <seg>}: from its hidden state, or, when the language model gave
 * none, from the hidden state of the sentence in the bundle's {@code segmentTemplate}. Thread-safe.
 */
public final class SegDecoder {
  private final LanguageModel model;
  private final MaskDecoder decoder;

  public SegDecoder(LanguageModel model, MaskDecoder decoder) {
    this.model = model;
    this.decoder = decoder;
  }

  /** Best predicted quality first; empty when nothing can prompt the decoder. */
  List<MaskCandidate> decode(
      Bundle bundle, Encoding encoding, String sentence, SegRequest request) {
    float[] hidden =
        request.hidden().length > 0 ? request.hidden() : ofText(bundle, encoding, sentence);
    return hidden.length == 0
        ? List.of()
        : decoder.decode(bundle, encoding, MaskPrompt.ofHidden(hidden));
  }

  /** Best predicted quality first. */
  List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt) {
    return decoder.decode(bundle, encoding, prompt);
  }

  /**
   * The state that words ask for a region with; empty when the bundle has no template for it, or no
   * language model.
   */
  public float[] ofText(Bundle bundle, Encoding encoding, String text) {
    LanguageSpec language = bundle.manifest().language();
    String template = language == null ? null : language.segmentTemplate();
    return template == null
        ? new float[0]
        : model.hiddenState(bundle, encoding.imageTokens(), template.replace("{text}", text));
  }
}
