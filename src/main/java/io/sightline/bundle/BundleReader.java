package io.sightline.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.shared.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads one folder of {@code models/}; what is wrong with it becomes part of the result. */
public final class BundleReader {
  static final String MANIFEST = "bundle.yaml";

  private final ManifestReader reader = new ManifestReader();

  /** A bundle in any case; refused ones carry every reason. */
  public Bundle read(Path folder) {
    try {
      byte[] bytes = manifestBytes(folder.resolve(MANIFEST));
      return read(folder, Sha256.of(bytes), reader.tree(bytes));
    } catch (BundleProblems e) {
      return refused(folder, "", e.problems());
    } catch (IOException e) {
      return refused(folder, "", List.of("bundle.yaml cannot be read"));
    }
  }

  private Bundle read(Path folder, String sha256, JsonNode tree) {
    List<String> files = BundleFiles.problems(folder, reader.files(tree));
    try {
      BundleManifest manifest = reader.manifest(tree);
      List<String> rules = ManifestRules.problems(manifest, folder.getFileName().toString());
      return new Bundle(manifest, folder, sha256, concat(rules, files));
    } catch (BundleProblems e) {
      return refused(folder, sha256, concat(e.problems(), files));
    }
  }

  private static Bundle refused(Path folder, String sha256, List<String> problems) {
    String id = folder.getFileName().toString();
    return new Bundle(BundleManifest.unreadable(id), folder, sha256, problems);
  }

  private static List<String> concat(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  private static byte[] manifestBytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ManifestReader.MAX_BYTES + 1);
    }
  }
}
