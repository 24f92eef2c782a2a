package io.sightline.store;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** The embedded store as beans: H2 (migrated by Flyway before anything runs) and files. */
final class StoreBeans {
  private static final Logger LOG = Logger.getLogger(StoreBeans.class);
  private static final int BEFORE_JOBS_START = 10;

  @Produces
  @Singleton
  DataFolder dataFolder(@ConfigProperty(name = "sightline.data") Path root) {
    return new DataFolder(root).create();
  }

  @Produces
  @Singleton
  Jdbi jdbi(DataSource dataSource) {
    return Jdbi.create(dataSource);
  }

  @Produces
  @Singleton
  @DefaultBean
  BlobStore blobStore(DataFolder folder) {
    return new FileBlobStore(folder);
  }

  @Produces
  @Singleton
  BlobLedger blobLedger(Jdbi jdbi, BlobStore blobs) {
    return new BlobLedger(jdbi, blobs);
  }

  void sweep(@Observes @Priority(BEFORE_JOBS_START) StartupEvent event, BlobLedger ledger) {
    int removed = ledger.sweep();
    if (removed > 0) {
      LOG.infof("Removed %d stored files that no study or report uses", removed);
    }
  }
}
