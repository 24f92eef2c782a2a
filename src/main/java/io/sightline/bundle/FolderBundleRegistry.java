package io.sightline.bundle;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Every folder of the models folder that has a {@code bundle.yaml}, read and checked once. A folder
 * that is refused stays in the list with its reasons; nothing here keeps the server from starting.
 */
@ApplicationScoped
public class FolderBundleRegistry implements BundleRegistry {
  private static final Logger LOG = Logger.getLogger(FolderBundleRegistry.class);

  private final Map<String, Bundle> bundles;

  @Inject
  public FolderBundleRegistry(@ConfigProperty(name = "sightline.models") Path models) {
    bundles = new TreeMap<>();
    BundleReader reader = new BundleReader();
    for (Path folder : folders(models)) {
      Bundle bundle = reader.read(folder);
      bundles.put(folder.getFileName().toString(), bundle);
      report(bundle);
    }
    if (bundles.isEmpty()) {
      LOG.warnf(
          "No model bundle found in %s: reports cannot be drafted; set sightline.models.", models);
    }
  }

  private static List<Path> folders(Path models) {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(models)) {
      return all.filter(f -> Files.isRegularFile(f.resolve(BundleReader.MANIFEST)))
          .sorted()
          .toList();
    } catch (IOException e) {
      LOG.errorf(e, "The models folder %s cannot be read.", models);
      return List.of();
    }
  }

  private static void report(Bundle bundle) {
    BundleManifest m = bundle.manifest();
    if (bundle.usable()) {
      LOG.infof("Bundle %s %s found.", m.id(), m.version());
    } else {
      LOG.warnf("Bundle %s refused: %s", m.id(), String.join("; ", bundle.problems()));
    }
  }

  @Override
  public List<Bundle> all() {
    return List.copyOf(bundles.values());
  }

  @Override
  public Optional<Bundle> find(String id) {
    return Optional.ofNullable(bundles.get(id));
  }

  @Override
  public Bundle require(String id) {
    Bundle bundle =
        find(id)
            .orElseThrow(
                () ->
                    new ProblemException(ErrorCode.NOT_FOUND, "There is no bundle '" + id + "'."));
    if (!bundle.usable()) {
      throw new ProblemException(
          ErrorCode.NO_BUNDLE,
          "Bundle '" + id + "' was refused: " + String.join("; ", bundle.problems()) + ".");
    }
    return bundle;
  }
}
