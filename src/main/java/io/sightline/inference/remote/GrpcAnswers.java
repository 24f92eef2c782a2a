package io.sightline.inference.remote;

import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the answer of one call, and what was wrong with it: gRPC would report both as its own
 * failure, and lose the memory of an answer that a bad end follows.
 */
final class GrpcAnswers implements Marshaller<Boolean> {
  private final long most;
  private @Nullable Answer answer;
  private @Nullable IOException failure;

  /**
   * @param most bytes of one output
   */
  GrpcAnswers(long most) {
    this.most = most;
  }

  @Override
  public synchronized Boolean parse(InputStream stream) {
    drop();
    try {
      answer = GrpcAnswer.read(stream, most);
    } catch (IOException e) {
      failure = e;
    }
    return true;
  }

  @Override
  public InputStream stream(Boolean value) {
    throw new UnsupportedOperationException("nothing here sends answers");
  }

  synchronized Answer take() throws IOException {
    if (failure != null) {
      throw failure;
    }
    Answer taken = answer;
    answer = null;
    if (taken == null) {
      throw OipFailure.failed("it gave no answer");
    }
    return taken;
  }

  synchronized void drop() {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
