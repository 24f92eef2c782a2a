package io.sightline.retrieval.lucene;

import io.sightline.retrieval.CaseIndex;
import io.sightline.retrieval.SentenceEncoder;
import io.sightline.store.DataFolder;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The index as a bean. */
final class LuceneBeans {
  @Produces
  @Singleton
  CaseIndex index(DataFolder folder, SentenceEncoder encoder) {
    return new LuceneCaseIndex(folder.caseIndex(), encoder);
  }

  void close(@Disposes CaseIndex index) {
    index.close();
  }
}
