package io.sightline.bundle;

import io.sightline.shared.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes bundles for tests: a valid specialist, which each test then spoils. */
public final class BundleFolder {
  /** A valid manifest; HASH stands for the hash of the file that {@link #write} puts beside it. */
  static final String VALID =
      """
      schemaVersion: 1
      id: lesions
      version: 0.1.0
      kind: specialist
      task: segment
      title: White matter lesions
      licence: {weights: Apache-2.0, code: MIT}
      provenance: {trainedWith: models/kit, data: [{name: maps, licence: CC0-1.0}], date: 2026-11-23, seed: 1, takenFrom: brain-mr}
      scope: {modalities: [MR], bodyParts: [HEAD], requiresAnyOf: [FLAIR, T1], refuses: [CT]}
      inputs:
        - {name: volume, sequence: FLAIR}
      preprocess:
        grid: {orientation: LPS, spacing: [2, 2.5, 3], size: [80, 112, 96]}
        resample: {method: linear, antialias: box}
        foreground: {percentile: 99.5, fraction: 0.12, fillHoles: true}
        crop: {anchor: [center, center, superior], marginMm: 8, boxDepthMm: 150, minCount: 40}
        intensity: {method: z-score, within: foreground, clamp: [-4, 6], outside: 0}
        window: {size: [32, 32, 32], overlap: 0.5}
      outputs:
        lesions:
          tensor: logits
          activation: sigmoid
          threshold: 0.5
          labels: [{index: 0, id: wmh, name: white matter hyperintensity, finding: white-matter-hyperintensity,
                    code: {scheme: SCT, value: "1", meaning: lesion}}, {index: 1, id: other-lesion}]
      graphs:
        network: {file: network.onnx,
                  inputs: {volume: {name: x, type: float32, shape: [1, 1, Z, -1, 32]}},
                  outputs: {logits: {name: convolution, type: float32}}}
      quality: [{measure: dice, data: ten scans, value: 0.7, n: 10}]
      files: [{path: network.onnx, sha256: HASH, bytes: 7}]
      """;

  private BundleFolder() {}

  /** Writes manifest and file into {@code models/lesions}. */
  static Path write(Path models, String manifest) throws IOException {
    Path folder = Files.createDirectories(models.resolve("lesions"));
    Files.writeString(folder.resolve("network.onnx"), "weights");
    String hash = Sha256.of("weights".getBytes(StandardCharsets.UTF_8));
    Files.writeString(folder.resolve("bundle.yaml"), manifest.replace("HASH", hash));
    return folder;
  }
}
