package io.sightline.retrieval.lucene;

import io.sightline.retrieval.CaseIndex;
import io.sightline.store.DataFolder;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The index as a bean. */
final class LuceneBeans {
  @Produces
  @Singleton
  CaseIndex index(DataFolder folder) {
    return new LuceneCaseIndex(folder.caseIndex());
  }

  void close(@Disposes CaseIndex index) {
    index.close();
  }
}
