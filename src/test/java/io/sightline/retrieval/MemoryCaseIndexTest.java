package io.sightline.retrieval;

class MemoryCaseIndexTest extends CaseIndexContract {
  @Override
  protected CaseIndex open(SentenceEncoder encoder) {
    return new MemoryCaseIndex(encoder);
  }
}
