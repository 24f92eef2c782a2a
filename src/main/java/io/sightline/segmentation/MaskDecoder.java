package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.vision.Encoding;
import java.util.List;

/** SAM-style: prompts in, candidates out. Thread-safe; blocking. */
public interface MaskDecoder {

  /**
   * Candidates, best predicted quality first. Whether the best is good enough is the caller's
   * question.
   */
  List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt);
}
