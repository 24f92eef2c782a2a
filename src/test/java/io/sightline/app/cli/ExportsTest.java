package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
  @TempDir Path folder;

  @Test
  void labelMapsOfSeveralGridsAreNamedAsTheZipTheyAre() throws IOException {
    Path labels = Files.write(folder.resolve("regions.nii.gz"), new byte[] {'P', 'K', 3, 4});
    Exports.nameByContent(labels);
    assertThat(labels).doesNotExist();
    assertThat(folder.resolve("regions.zip")).hasBinaryContent(new byte[] {'P', 'K', 3, 4});
  }

  @Test
  void oneLabelMapKeepsItsName() throws IOException {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0};
    Path labels = Files.write(folder.resolve("regions.nii.gz"), gzip);
    Exports.nameByContent(labels);
    assertThat(labels).hasBinaryContent(gzip);
    assertThat(folder.resolve("regions.zip")).doesNotExist();
  }
}
