package io.sightline.job;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.jboss.logging.Logger;

/** Runs one handler's jobs as db-scheduler tasks and sees to how each ends. */
final class JobTask {
  private static final Logger LOG = Logger.getLogger(JobTask.class);

  /** Thrown through db-scheduler to keep a job that the server's end interrupted. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final JobHandler handler;
  private final RunningJobs running;

  JobTask(JobHandler handler, RunningJobs running) {
    this.handler = handler;
    this.running = running;
  }

  OneTimeTask<Void> task() {
    return Tasks.oneTime(handler.kind(), Void.class)
        .onDeadExecutionRevive()
        .onFailure(JobTask::afterFailure)
        .execute((instance, context) -> run(instance.getId()));
  }

  private void run(String id) {
    RunningJobs.Run run = running.begin(handler.kind(), id);
    try {
      run.cancellation().check();
      handler.run(id, run.cancellation());
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      ended(id, run, e);
    } finally {
      running.end(handler.kind(), id);
    }
  }

  private void ended(String id, RunningJobs.Run run, Throwable cause) {
    if (run.cancelledByUser()) {
      handler.cancelled(id);
    } else if (run.cancellation().isCancelled()) {
      throw new Interrupted();
    } else if (cause instanceof ProblemException problem) {
      LOG.infof("The %s %s failed: %s", handler.kind(), id, problem.detail());
      handler.failed(id, problem);
    } else {
      LOG.errorf(cause, "The %s %s failed unexpectedly", handler.kind(), id);
      handler.failed(
          id,
          new ProblemException(ErrorCode.INTERNAL, "The work failed; the log says why.", cause));
    }
  }

  /**
   * Whatever db-scheduler sees as a failure is kept and runs again, at the latest after a restart.
   */
  private static void afterFailure(
      ExecutionComplete complete, ExecutionOperations<Void> operations) {
    boolean stopping = complete.getCause().filter(Interrupted.class::isInstance).isPresent();
    operations.reschedule(
        complete, stopping ? complete.getTimeDone() : complete.getTimeDone().plusSeconds(30));
  }
}
