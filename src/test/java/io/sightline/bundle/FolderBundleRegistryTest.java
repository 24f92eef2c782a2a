package io.sightline.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBundleRegistryTest {
  @TempDir Path models;

  @Test
  void goodAndBadBundlesAreListedById() throws IOException {
    BundleFolder.write(models, BundleFolder.VALID);
    Files.createDirectories(models.resolve("broken"));
    Files.writeString(models.resolve("broken/bundle.yaml"), "kind: x");
    Files.createDirectories(models.resolve("kit"));

    FolderBundleRegistry registry = new FolderBundleRegistry(models);

    assertThat(registry.all()).extracting(Bundle::id).containsExactly("broken", "lesions");
    assertThat(registry.require("lesions").usable()).isTrue();
    assertThat(registry.find("kit")).isEmpty();
  }

  @Test
  void aRefusedBundleSaysWhyWhenAskedFor() throws IOException {
    BundleFolder.write(models, BundleFolder.VALID.replace("bytes: 7", "bytes: 8"));
    FolderBundleRegistry registry = new FolderBundleRegistry(models);
    assertThatThrownBy(() -> registry.require("lesions"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_BUNDLE))
        .hasMessageContaining("has 7 bytes");
  }

  @Test
  void anUnknownIdAndAMissingFolderAreNoFailure() {
    FolderBundleRegistry registry = new FolderBundleRegistry(models.resolve("absent"));
    assertThat(registry.all()).isEmpty();
    assertThatThrownBy(() -> registry.require("x"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
