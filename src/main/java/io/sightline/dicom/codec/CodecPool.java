package io.sightline.dicom.codec;

import io.sightline.dicom.CodestreamHeader;
import io.sightline.dicom.FrameCodec;
import io.sightline.dicom.PixelCoding;
import io.sightline.dicom.PixelFormat;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames in a few worker processes that are started when needed, reused, and replaced when
 * they crash or hang. Thread-safe; {@link #decode} blocks while all workers are busy. Close it when
 * the server stops; workers also end by themselves when the server is gone.
 */
public final class CodecPool implements FrameCodec, AutoCloseable {
  private final CodecLimits limits;
  private final Semaphore free;
  private final ConcurrentLinkedDeque<CodecProcess> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("codec-clock").factory());

  public CodecPool() {
    this(CodecLimits.DEFAULT);
  }

  public CodecPool(CodecLimits limits) {
    this.limits = limits;
    this.free = new Semaphore(limits.workers());
  }

  @Override
  public int[] decode(PixelCoding coding, byte[] codestream, PixelFormat format) {
    CodestreamHeader header = CodestreamHeader.parse(coding, codestream);
    header.check(format);
    CodecRequest request =
        new CodecRequest(coding, format.columns(), format.rows(), header.precision(), codestream);
    CodecReply reply = ask(request);
    if (!reply.failure().isEmpty()) {
      throw corrupt("A compressed frame is damaged: " + reply.failure() + ".", null);
    }
    return Samples.toStoredValues(reply.samples(), header, format);
  }

  private CodecReply ask(CodecRequest request) {
    free.acquireUninterruptibly();
    try {
      CodecProcess worker = takeOrStart();
      try {
        return ask(worker, request);
      } catch (CodecTimeoutException e) {
        throw corrupt("A compressed frame took longer to decode than allowed.", e);
      } catch (IOException e) {
        // a worker that served before may have died of something else: give the frame one more try
        return worker.used() ? askOnce(request) : crashed(e);
      }
    } finally {
      free.release();
    }
  }

  private CodecReply askOnce(CodecRequest request) {
    try {
      return ask(start(), request);
    } catch (IOException e) {
      return crashed(e);
    }
  }

  private CodecReply ask(CodecProcess worker, CodecRequest request) throws IOException {
    boolean healthy = false;
    try {
      CodecReply reply = worker.ask(request, limits.frameTimeout(), clock);
      healthy = true;
      return reply;
    } finally {
      if (healthy) {
        idle.push(worker);
      } else {
        worker.close();
      }
    }
  }

  private CodecProcess takeOrStart() {
    for (CodecProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.alive()) {
        return worker;
      }
      worker.close();
    }
    return start();
  }

  private CodecProcess start() {
    try {
      return new CodecProcess(limits);
    } catch (IOException e) {
      throw new ProblemException(ErrorCode.INTERNAL, "The image codec could not be started.", e);
    }
  }

  private static CodecReply crashed(IOException e) {
    throw corrupt("A compressed frame made the decoder fail.", e);
  }

  private static ProblemException corrupt(String detail, @Nullable Exception cause) {
    return new ProblemException(ErrorCode.CORRUPT_PIXEL_DATA, detail, cause);
  }

  /** Process ids of the workers that wait for work. */
  List<Long> workers() {
    return idle.stream().map(CodecProcess::pid).toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    idle.forEach(CodecProcess::close);
    idle.clear();
  }
}
