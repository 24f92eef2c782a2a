package io.sightline.inference.remote;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bundles of specialists whose network runs on the server {@code fleet}. */
public final class RemoteBundles {
  /** Reads T1 on the grid of {@code TinyVision}; its class {@code square} is what it finds. */
  private static final String SQUARE =
      """
      schemaVersion: 1
      id: %s
      version: 0.0.1
      kind: specialist
      task: segment
      title: The square of the image, elsewhere
      licence: {weights: CC0-1.0}
      inputs: [{name: T1, sequence: T1}]
      preprocess:
        grid: {orientation: LPS, spacing: [2, 2, 2], size: [10, 12, 8]}
        resample: {method: linear}
        intensity: {method: none}
        %s
      outputs:
        classes:
          tensor: logits
          activation: softmax
          labels: [{index: 0, id: image}, {index: 1, id: square}]
      graphs:
        network:
          remote: {server: fleet, model: %s}
          inputs: {image: {type: float32, shape: [1, 1, z, y, x]}}
          outputs: {logits: {type: float32, shape: [1, 2, z, y, x]}}
      files: []
      """;

  private RemoteBundles() {}

  /**
   * @param window a line of {@code preprocess}; may be empty
   */
  public static Bundle square(Path models, String id, String model, String window)
      throws IOException {
    Path folder = Files.createDirectories(models.resolve(id));
    Files.writeString(folder.resolve("bundle.yaml"), SQUARE.formatted(id, window, model));
    return new BundleReader().read(folder);
  }
}
