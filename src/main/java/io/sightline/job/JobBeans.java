package io.sightline.job;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** The queue as a bean: it begins to work last at start-up and stops first at the end. */
final class JobBeans {
  private static final int AFTER_EVERYTHING_ELSE = 10_000;

  /**
   * Handlers may use the queue: it asks for them when it is first used, not when it is injected.
   */
  @Produces
  @Singleton
  @Unremovable
  SchedulerJobQueue queue(
      DataSource dataSource, JobConfig config, @Any Instance<JobHandler> handlers) {
    return new SchedulerJobQueue(dataSource, config, handlers.stream().toList());
  }

  void start(
      @Observes @Priority(AFTER_EVERYTHING_ELSE) StartupEvent event, SchedulerJobQueue queue) {
    queue.start();
  }

  void stop(@Observes @Priority(1) ShutdownEvent event, SchedulerJobQueue queue) {
    queue.close();
  }
}
