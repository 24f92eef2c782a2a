package io.sightline.job;

import io.sightline.shared.Cancellation;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The flags of jobs that run, and whether a person or the server's end raised them. */
final class RunningJobs {

  /** One running job. */
  static final class Run {
    private final Cancellation cancellation = new Cancellation();
    private volatile boolean byUser;

    Cancellation cancellation() {
      return cancellation;
    }

    boolean cancelledByUser() {
      return byUser;
    }
  }

  private record Key(String kind, String id) {}

  private final ConcurrentMap<Key, Run> runs = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  Run begin(String kind, String id) {
    Run run = runs.computeIfAbsent(new Key(kind, id), key -> new Run());
    if (stopping) {
      run.cancellation.cancel();
    }
    return run;
  }

  void end(String kind, String id) {
    runs.remove(new Key(kind, id));
  }

  /** False when the job does not run. */
  boolean cancel(String kind, String id) {
    Run run = runs.get(new Key(kind, id));
    if (run == null) {
      return false;
    }
    run.byUser = true;
    run.cancellation.cancel();
    return true;
  }

  /** The server ends: every job is asked to leave and is not over. */
  void stopAll() {
    stopping = true;
    runs.values().forEach(run -> run.cancellation.cancel());
  }
}
