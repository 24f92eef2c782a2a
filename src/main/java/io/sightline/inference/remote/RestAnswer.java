package io.sightline.inference.remote;

import io.sightline.inference.remote.JsonAnswer.Raw;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Reads the answer to an inference over REST: JSON, and raw bytes where the server gives them. */
final class RestAnswer {
  private RestAnswer() {}

  /**
   * @param header length of the JSON part, from the header {@code Inference-Header-Content-Length};
   *     empty when all is JSON
   * @param most bytes of one output
   * @param body longest answer as a whole
   * @throws OipFailure when it is not what the protocol says, ends early or does not end
   */
  static Answer read(InputStream in, OptionalLong header, long most, long body) throws IOException {
    Answer answer = new Answer();
    try {
      BoundedStream bounded = BoundedStream.all(in, body);
      if (header.isEmpty()) {
        for (Raw raw : JsonAnswer.read(bounded, answer, most)) {
          throw OipFailure.failed("it announces " + raw.bytes() + " bytes that do not come");
        }
      } else {
        binary(bounded, header.getAsLong(), answer, most);
      }
      return answer;
    } catch (EOFException e) {
      answer.close();
      throw OipFailure.failed("its answer ends too early", e);
    } catch (IOException | RuntimeException | Error e) {
      answer.close();
      throw e;
    }
  }

  private static void binary(BoundedStream in, long header, Answer answer, long most)
      throws IOException {
    if (header < 0) {
      throw OipFailure.failed("the JSON of its answer has a negative length");
    }
    for (Raw raw : JsonAnswer.read(in.part(header), answer, most)) {
      if (raw.type() == null) {
        in.drop(raw.bytes());
      } else {
        long bytes = Shapes.bytes(raw.type(), raw.shape(), most);
        if (bytes != raw.bytes()) {
          throw OipFailure.failed(
              "an output has " + raw.bytes() + " bytes and a shape of " + bytes);
        }
        OffHeap memory = OffHeap.of(bytes);
        try {
          in.fill(memory.bytes());
        } catch (IOException | RuntimeException e) {
          memory.close();
          throw e;
        }
        answer.add(raw.name(), new Answer.Output(raw.type(), raw.shape(), memory));
      }
    }
    if (in.read() >= 0) {
      throw OipFailure.failed("something follows its answer");
    }
  }
}
