package io.sightline.dicom.codec;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One worker process and the pipes to it. One thread at a time. */
final class CodecProcess implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL");

  private final Process process;
  private final DataOutputStream toWorker;
  private final DataInputStream fromWorker;
  private boolean used;

  CodecProcess(CodecLimits limits) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(CodecCommand.build(limits))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // neither secrets nor options meant for the server's own virtual machine
    builder.environment().keySet().retainAll(ENVIRONMENT);
    process = builder.start();
    toWorker = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
    fromWorker = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
  }

  /** Whether it has answered before, so that a failure may be of its own making. */
  boolean used() {
    return used;
  }

  /**
   * @throws CodecTimeoutException when the time was up; the process is dead then
   * @throws IOException when the process died or spoke nonsense
   */
  CodecReply ask(CodecRequest request, Duration timeout, ScheduledExecutorService clock)
      throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        clock.schedule(
            () -> {
              late.set(true);
              process.destroyForcibly();
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      request.write(toWorker);
      toWorker.flush();
      CodecReply reply = CodecReply.read(fromWorker, request.width() * request.height() * 2);
      used = true;
      return reply;
    } catch (IOException e) {
      throw late.get() ? new CodecTimeoutException() : e;
    } finally {
      alarm.cancel(false);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
