package io.sightline.bundle;

import io.sightline.shared.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small valid bundles for the tests of other packages. */
public final class TestBundles {
  private TestBundles() {}

  /** A specialist whose only file, {@code network.onnx}, has so many bytes (and is no graph). */
  public static Bundle write(Path models, String id, int bytes) throws IOException {
    return write(models, id, bytes, "{file: network.onnx}");
  }

  /** The same with the given graph declaration. */
  public static Bundle write(Path models, String id, int bytes, String graph) throws IOException {
    Path folder = Files.createDirectories(models.resolve(id));
    byte[] content = new byte[bytes];
    Files.write(folder.resolve("network.onnx"), content);
    Files.writeString(
        folder.resolve("bundle.yaml"),
        """
        schemaVersion: 1
        id: %s
        version: 0.0.1
        kind: specialist
        task: segment
        title: A test
        licence: {weights: Apache-2.0}
        graphs: {network: %s}
        files: [{path: network.onnx, sha256: "%s"}]
        """
            .formatted(id, graph, Sha256.of(content)));
    return new BundleReader().read(folder);
  }
}
