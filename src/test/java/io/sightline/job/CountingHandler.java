package io.sightline.job;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import org.jdbi.v3.core.Jdbi;

/** Notes each attempt and each completion; a job takes a quarter of a second. */
record CountingHandler(Jdbi jdbi) implements JobHandler {
  @Override
  public String kind() {
    return "crash";
  }

  @Override
  public void run(String id, Cancellation cancellation) throws Exception {
    jdbi.useHandle(
        h -> h.execute("insert into attempt values (?, ?)", id, ProcessHandle.current().pid()));
    System.out.println("began " + id);
    Thread.sleep(250);
    jdbi.useHandle(h -> h.execute("insert into done values (?)", id));
    System.out.println("done " + id);
  }

  @Override
  public void cancelled(String id) {
    throw new IllegalStateException("nobody cancels here");
  }

  @Override
  public void failed(String id, ProblemException problem) {
    System.out.println("failed " + id + " " + problem.getCause());
  }
}
