package io.sightline.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every bundle of this repository is one that its own server would use. */
class ShippedBundlesTest {
  private static final Path MODELS =
      Path.of(System.getProperty("sightline.home", ".")).resolve("models");

  @Test
  void noBundleOfTheRepositoryIsRefused() {
    assertThat(new FolderBundleRegistry(MODELS).all())
        .allSatisfy(bundle -> assertThat(bundle.problems()).as(bundle.id()).isEmpty());
  }
}
