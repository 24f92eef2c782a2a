package io.sightline.store;

class MemoryBlobStoreTest extends BlobStoreContract {
  private final BlobStore store = new MemoryBlobStore();

  @Override
  BlobStore store() {
    return store;
  }
}
