package io.sightline.retrieval.example;

import io.quarkus.runtime.StartupEvent;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.store.DataFolder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Loads them before any job runs and before embeddings of other bundles are made again. */
@Singleton
final class ExampleCasesStart {
  private static final int BEFORE_THE_REFRESH = 90;

  void start(
      @Observes @Priority(BEFORE_THE_REFRESH) StartupEvent event,
      CaseBase cases,
      CaseEmbedder embedder,
      DataFolder folder,
      @ConfigProperty(name = "sightline.cases.examples") Optional<Path> file) {
    new ExampleCases(cases, embedder, folder.exampleCases()).load(file);
  }
}
