package io.sightline.report.ground;

import io.sightline.report.lexicon.Finding;
import io.sightline.report.scope.ChosenInput;
import io.sightline.volume.Sequence;
import io.sightline.volume.VolumeGeometry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which series' grid a region is stored: the one that shows its finding best, otherwise the one
 * that weighed most in the encoder.
 */
record Grid(List<ChosenInput> inputs, Map<Sequence, Double> contributions) {

  ChosenInput of(@Nullable Finding finding) {
    if (finding != null) {
      for (String label : finding.seenOn()) {
        for (ChosenInput input : inputs) {
          if (input.slot().label().equals(label)) {
            return input;
          }
        }
      }
    }
    return inputs.stream()
        .max(Comparator.comparingDouble(i -> contributions.getOrDefault(i.slot(), 0.0)))
        .orElseThrow();
  }

  static VolumeGeometry geometry(ChosenInput input) {
    return input.volume().geometry();
  }
}
