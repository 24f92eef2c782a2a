package io.sightline.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;

/** The server's own schema on an H2 of the test's own. */
public final class TestDatabase {
  private TestDatabase() {}

  /** A file database with the server's settings; closed and opened again it is the same. */
  public static DataSource file(DataFolder folder) {
    return migrated(
        "jdbc:h2:file:%s/db/sightline;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(folder.root()));
  }

  /** An empty database in memory that goes with the process. */
  public static DataSource memory() {
    return migrated("jdbc:h2:mem:" + java.util.UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  public static Jdbi jdbi() {
    return Jdbi.create(memory());
  }

  private static DataSource migrated(String url) {
    DataSource source = JdbcConnectionPool.create(url, "sa", "");
    Flyway.configure().dataSource(source).load().migrate();
    return source;
  }
}
