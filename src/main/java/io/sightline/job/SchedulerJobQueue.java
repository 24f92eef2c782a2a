package io.sightline.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The queue on db-scheduler and the server's own database. One server owns a database (the data
 * folder is locked), so whatever is marked as running at start-up died with an earlier process.
 */
public final class SchedulerJobQueue implements JobQueue, AutoCloseable {
  private final Jdbi jdbi;
  private final JobConfig config;
  private final Map<String, JobHandler> handlers;
  private final RunningJobs running = new RunningJobs();
  private final List<OneTimeTask<Void>> tasks;
  private final Scheduler scheduler;

  public SchedulerJobQueue(
      DataSource dataSource, JobConfig config, Collection<? extends JobHandler> handlers) {
    this.jdbi = Jdbi.create(dataSource);
    this.config = config;
    this.handlers =
        handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
    this.tasks = handlers.stream().map(handler -> new JobTask(handler, running).task()).toList();
    this.scheduler =
        Scheduler.create(dataSource, List.copyOf(tasks))
            .threads(config.workers())
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofSeconds(30))
            .shutdownMaxWait(config.stopWait())
            .build();
  }

  /** Revives what an earlier process left behind, then begins to work. */
  public void start() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null"
                    + " where picked"));
    scheduler.start();
  }

  /** Asks running jobs to leave and waits for them; they run again at the next start. */
  @Override
  public void close() {
    scheduler.pause();
    running.stopAll();
    scheduler.stop();
  }

  @Override
  public void submit(String kind, String id, Consumer<Handle> alongside) {
    handler(kind);
    store(kind, id, alongside);
    scheduler.triggerCheckForDueExecutions();
  }

  /** One at a time, so that the capacity holds. */
  private synchronized void store(String kind, String id, Consumer<Handle> alongside) {
    jdbi.useTransaction(
        transaction -> {
          if (size(transaction) >= config.capacity()) {
            throw new ProblemException(
                ErrorCode.BUSY, "Too many jobs are waiting; try again in a while.");
          }
          alongside.accept(transaction);
          SchedulerClient.Builder.create(
                  new ConnectionDataSource(transaction.getConnection()), List.copyOf(tasks))
              .build()
              .scheduleIfNotExists(task(kind).instance(id), Instant.now());
        });
  }

  private JobHandler handler(String kind) {
    JobHandler handler = handlers.get(kind);
    if (handler == null) {
      throw new IllegalArgumentException("no handler for jobs of kind " + kind);
    }
    return handler;
  }

  private OneTimeTask<Void> task(String kind) {
    return tasks.stream().filter(task -> task.getName().equals(kind)).findFirst().orElseThrow();
  }

  @Override
  public boolean cancel(String kind, String id) {
    while (!running.cancel(kind, id)) {
      try {
        scheduler.cancel(TaskInstanceId.of(kind, id));
        handler(kind).cancelled(id);
        return true;
      } catch (TaskInstanceNotFoundException e) {
        return false;
      } catch (TaskInstanceCurrentlyExecutingException | ExecutionException e) {
        // it begins or ends just now: picked before the call, or between its reading and removing
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
    return true;
  }

  @Override
  public int size() {
    return jdbi.withHandle(SchedulerJobQueue::size);
  }

  private static int size(Handle handle) {
    return handle.createQuery("select count(*) from scheduled_tasks").mapTo(Integer.class).one();
  }
}
