package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerJobQueueTest {

  record Settings(int workers, int capacity, Duration stopWait) implements JobConfig {}

  /** Counts what becomes of each job; ids starting with "wait" run until they are cancelled. */
  static final class Recorder implements JobHandler {
    final Set<String> done = ConcurrentHashMap.newKeySet();
    final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    final ConcurrentHashMap<String, ErrorCode> failed = new ConcurrentHashMap<>();
    final ConcurrentHashMap<String, Integer> runs = new ConcurrentHashMap<>();
    final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public void run(String id, Cancellation cancellation) throws Exception {
      runs.merge(id, 1, Integer::sum);
      if (id.startsWith("wait")) {
        waiting.countDown();
        while (true) {
          cancellation.check();
          Thread.sleep(5);
        }
      }
      if (id.equals("problem")) {
        throw new ProblemException(ErrorCode.OUT_OF_SCOPE, "A knee.");
      }
      if (id.equals("bug")) {
        throw new IllegalStateException("secret");
      }
      done.add(id);
    }

    @Override
    public void cancelled(String id) {
      cancelled.add(id);
    }

    @Override
    public void failed(String id, ProblemException problem) {
      failed.put(id, problem.code());
    }
  }

  private final DataSource database = TestDatabase.memory();
  private final Recorder recorder = new Recorder();
  private SchedulerJobQueue queue = started(1, 64);

  private SchedulerJobQueue started(int workers, int capacity) {
    SchedulerJobQueue q =
        new SchedulerJobQueue(
            database, new Settings(workers, capacity, Duration.ofSeconds(5)), List.of(recorder));
    q.start();
    return q;
  }

  @AfterEach
  void stop() {
    queue.close();
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void runsTenJobsPostedAtOnceOnceEach() throws Exception {
    List<String> ids = IntStream.range(0, 10).mapToObj(i -> "job" + i).toList();
    ids.parallelStream().forEach(id -> queue.submit("test", id));
    eventually(() -> queue.size() == 0);
    assertThat(recorder.done).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(recorder.runs.values()).containsOnly(1);
  }

  @Test
  void submittingTheSameIdTwiceIsOneJob() throws Exception {
    queue.submit("test", "wait");
    queue.submit("test", "wait");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(recorder.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    queue.cancel("test", "wait");
  }

  @Test
  void tellsTheHandlerHowAJobFailed() throws Exception {
    queue.submit("test", "problem");
    queue.submit("test", "bug");
    eventually(() -> queue.size() == 0);
    assertThat(recorder.failed)
        .containsEntry("problem", ErrorCode.OUT_OF_SCOPE)
        .containsEntry("bug", ErrorCode.INTERNAL);
  }

  @Test
  void storesTheJobAndItsRowTogetherOrNotAtAll() {
    Jdbi jdbi = Jdbi.create(database);
    jdbi.useHandle(handle -> handle.execute("create table note (id varchar(10))"));
    assertThatThrownBy(
            () ->
                queue.submit(
                    "test",
                    "wait",
                    transaction -> {
                      transaction.execute("insert into note values ('x')");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(queue.size()).isZero();
    int notes =
        jdbi.withHandle(h -> h.createQuery("select count(*) from note").mapTo(Integer.class).one());
    assertThat(notes).isZero();
  }

  @Test
  void saysBusyWhenFull() throws Exception {
    queue.close();
    queue = started(1, 2);
    queue.submit("test", "wait1");
    queue.submit("test", "wait2");
    assertThatThrownBy(() -> queue.submit("test", "wait3"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    queue.cancel("test", "wait1");
    queue.cancel("test", "wait2");
    eventually(() -> queue.size() == 0);
    assertThat(recorder.cancelled).containsExactlyInAnyOrder("wait1", "wait2");
  }

  @Test
  void cancelsRunningAndWaitingJobs() throws Exception {
    queue.submit("test", "wait");
    assertThat(recorder.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    queue.submit("test", "second");

    assertThat(queue.cancel("test", "second")).isTrue();
    assertThat(queue.cancel("test", "wait")).isTrue();
    eventually(() -> queue.size() == 0);
    assertThat(recorder.cancelled).containsExactlyInAnyOrder("wait", "second");
    assertThat(recorder.runs).doesNotContainKey("second");
    assertThat(queue.cancel("test", "wait")).isFalse();
  }

  @Test
  void aJobThatTheServersEndInterruptsRunsAgain() throws Exception {
    queue.submit("test", "wait");
    assertThat(recorder.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    queue.close();
    assertThat(recorder.cancelled).isEmpty();
    assertThat(recorder.failed).isEmpty();
    assertThat(queue.size()).isEqualTo(1);

    queue = started(1, 64);
    eventually(() -> recorder.runs.get("wait") == 2);
    queue.cancel("test", "wait");
  }
}
