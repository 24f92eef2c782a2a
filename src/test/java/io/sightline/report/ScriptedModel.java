package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.inference.HostTensor;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.language.LanguageModel;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.shared.Cancellation;
import io.sightline.vision.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a given text; its n-th {@code <seg>} carries the number n as hidden state, and as a mask
 * decoder it answers that number with the n-th list of candidates.
 */
final class ScriptedModel implements LanguageModel, MaskDecoder {
  private final String text;
  private final List<List<MaskCandidate>> masks;
  private final List<String> prompts = new ArrayList<>();
  private volatile Runnable beforeEachPiece = () -> {};

  ScriptedModel(String text, List<List<MaskCandidate>> masks) {
    this.text = text;
    this.masks = masks;
  }

  ScriptedModel beforeEachPiece(Runnable what) {
    beforeEachPiece = what;
    return this;
  }

  List<String> prompts() {
    return prompts;
  }

  @Override
  public void generate(
      Bundle bundle,
      @Nullable HostTensor imageTokens,
      String prompt,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    prompts.add(prompt);
    int seg = 0;
    for (String part : text.split("(?=<)|(?<=>)|(?<= )")) {
      beforeEachPiece.run();
      cancellation.check();
      if (part.startsWith("<")) {
        float[] hidden = {part.equals("<seg>") ? seg++ : -1};
        events.accept(new GenerationEvent.Marker(part, hidden));
      } else {
        events.accept(new GenerationEvent.Text(part));
      }
    }
    events.accept(new GenerationEvent.End(GenerationEvent.StopReason.STOP_TOKEN, 1, 1));
  }

  @Override
  public float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt) {
    return new float[] {0};
  }

  @Override
  public List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt) {
    int n = (int) prompt.hidden().getFirst()[0];
    return n < masks.size() ? masks.get(n) : List.of();
  }
}
