package io.sightline.job;

import io.sightline.store.DataFolder;
import io.sightline.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A process that works through a queue until it is killed. */
public final class JobCrashChild {
  static final int JOBS = 20;

  private JobCrashChild() {}

  /** Argument: data folder. The first process submits the jobs. */
  public static void main(String[] args) {
    DataSource database = TestDatabase.file(new DataFolder(Path.of(args[0])).create());
    Jdbi jdbi = Jdbi.create(database);
    SchedulerJobQueue queue = queue(database);
    boolean first =
        jdbi.withHandle(
            handle ->
                handle.execute("create table if not exists attempt (id varchar(20), pid bigint)")
                        >= 0
                    && handle.execute(
                            "create table if not exists done (id varchar(20) primary key)")
                        >= 0
                    && handle.createQuery("select count(*) from attempt").mapTo(Integer.class).one()
                        == 0);
    if (first) {
      for (int i = 0; i < JOBS; i++) {
        queue.submit("crash", "job" + i);
      }
    }
    queue.start();
  }

  static SchedulerJobQueue queue(DataSource database) {
    return new SchedulerJobQueue(
        database,
        new SchedulerJobQueueTest.Settings(2, 64, Duration.ofSeconds(5)),
        List.of(new CountingHandler(Jdbi.create(database))));
  }
}
