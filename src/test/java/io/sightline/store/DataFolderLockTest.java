package io.sightline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderLockTest {
  @TempDir Path temp;

  @Test
  void isHeldByOneAtATime() {
    DataFolder folder = new DataFolder(temp).create();
    try (DataFolderLock first = DataFolderLock.tryAcquire(folder).orElseThrow()) {
      assertThat(DataFolderLock.tryAcquire(folder)).isEmpty();
    }
    try (DataFolderLock second = DataFolderLock.tryAcquire(folder).orElseThrow()) {
      assertThat(DataFolderLock.tryAcquire(new DataFolder(temp))).isEmpty();
    }
  }
}
