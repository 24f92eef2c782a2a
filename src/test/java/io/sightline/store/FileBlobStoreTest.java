package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileBlobStoreTest extends BlobStoreContract {
  private DataFolder folder;
  private FileBlobStore store;

  @BeforeEach
  void open() {
    folder = new DataFolder(temp.resolve("with space"));
    store = new FileBlobStore(folder);
  }

  @Override
  BlobStore store() {
    return store;
  }

  @Test
  void sweepEmptiesStaging() throws IOException {
    Path left = Files.write(folder.staging().resolve("half-written"), new byte[10]);
    store.sweep(Set.of()::contains);
    assertThat(left).doesNotExist();
  }

  @Test
  void onlyTheOwnerReadsTheFolder() throws IOException {
    assertThat(Files.getPosixFilePermissions(folder.root()))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
  }
}
