package io.sightline.retrieval;

class MemoryCaseIndexTest extends CaseIndexContract {
  @Override
  protected CaseIndex open() {
    return new MemoryCaseIndex();
  }
}
