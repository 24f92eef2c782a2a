package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.store.ChildJvm;
import io.sightline.store.DataFolder;
import io.sightline.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle, start again: all jobs finish, none twice. */
class JobCrashTest {
  @TempDir Path temp;

  @Test
  void everyJobRunsToCompletionOnce() throws Exception {
    for (int kill = 0; kill < 2; kill++) {
      try (ChildJvm child = new ChildJvm(JobCrashChild.class, temp.toString())) {
        child.await("began ", 3);
        child.kill();
      }
    }
    DataSource database = TestDatabase.file(new DataFolder(temp));
    Jdbi jdbi = Jdbi.create(database);
    assertThat(count(jdbi, "done")).isLessThan(JobCrashChild.JOBS);
    try (SchedulerJobQueue queue = JobCrashChild.queue(database)) {
      queue.start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (queue.size() > 0 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
    }
    List<String> done =
        jdbi.withHandle(h -> h.createQuery("select id from done").mapTo(String.class).list());
    assertThat(done)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, JobCrashChild.JOBS).mapToObj(i -> "job" + i).toList());
    assertThat(count(jdbi, "attempt")).isGreaterThan(JobCrashChild.JOBS);
  }

  private static int count(Jdbi jdbi, String table) {
    return jdbi.withHandle(
        h -> h.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }
}
