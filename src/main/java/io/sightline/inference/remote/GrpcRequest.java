package io.sightline.inference.remote;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.sightline.bundle.RemoteModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A {@code ModelInferRequest} on the wire. Written by hand: seven fields, and tensors that go from
 * where they lie into the stream, which generated classes would copy twice.
 *
 * @see <a
 *     href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_grpc.md">the
 *     messages</a>
 */
record GrpcRequest(List<MemorySegment> pieces) {
  private static final int MODEL_NAME = 1;
  private static final int MODEL_VERSION = 2;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 6;
  private static final int RAW_INPUT_CONTENTS = 7;

  private static final int TENSOR_NAME = 1;
  private static final int TENSOR_DATATYPE = 2;
  private static final int TENSOR_SHAPE = 3;

  /** What is written into a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  static GrpcRequest of(RemoteModel model, List<NamedTensor> inputs, Set<String> wanted)
      throws IOException {
    List<MemorySegment> pieces = new ArrayList<>();
    pieces.add(
        message(
            out -> {
              out.writeString(MODEL_NAME, model.model());
              if (model.version() != null) {
                out.writeString(MODEL_VERSION, model.version());
              }
              for (NamedTensor input : inputs) {
                out.writeByteArray(INPUTS, bytes(tensor -> input(tensor, input)));
              }
              for (String name : wanted) {
                out.writeByteArray(OUTPUTS, bytes(output -> output.writeString(TENSOR_NAME, name)));
              }
            }));
    for (NamedTensor input : inputs) {
      pieces.add(
          message(
              out -> {
                out.writeTag(RAW_INPUT_CONTENTS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt64NoTag(input.bytes().byteSize());
              }));
      pieces.add(input.bytes());
    }
    return new GrpcRequest(pieces);
  }

  /** {@code ModelMetadataRequest}, and {@code ModelReadyRequest}: name and version. */
  static byte[] model(RemoteModel model) throws IOException {
    return bytes(
        out -> {
          out.writeString(1, model.model());
          if (model.version() != null) {
            out.writeString(2, model.version());
          }
        });
  }

  private static void input(CodedOutputStream out, NamedTensor input) throws IOException {
    out.writeString(TENSOR_NAME, input.name());
    out.writeString(TENSOR_DATATYPE, input.type().name());
    byte[] shape =
        bytes(
            packed -> {
              for (long axis : input.shape()) {
                packed.writeInt64NoTag(axis);
              }
            });
    out.writeByteArray(TENSOR_SHAPE, shape);
  }

  private static MemorySegment message(Fields fields) throws IOException {
    return MemorySegment.ofArray(bytes(fields));
  }

  private static byte[] bytes(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  long length() {
    return Pieces.length(pieces);
  }
}
