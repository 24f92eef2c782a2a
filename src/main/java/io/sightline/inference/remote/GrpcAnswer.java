package io.sightline.inference.remote;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code ModelInferResponse} from the wire: raw contents go straight into memory outside
 * the heap. Servers answer raw where they were asked raw; typed contents are not read. One use.
 */
final class GrpcAnswer {
  private static final int OUTPUTS = 5;
  private static final int RAW_OUTPUT_CONTENTS = 6;
  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;

  private static final int CHUNK = 1 << 16;
  private static final int MOST_OUTPUTS = 64;
  private static final int LONGEST_NAME = 1024;

  @SuppressWarnings("ArrayRecordComponent")
  private record Described(String name, String datatype, long[] shape) {}

  private final CodedInputStream in;
  private final long most;
  private final List<Described> outputs = new ArrayList<>();
  private final List<OffHeap> raw = new ArrayList<>();

  private GrpcAnswer(InputStream in, long most) {
    this.in = CodedInputStream.newInstance(in, CHUNK);
    this.most = most;
  }

  /**
   * @param most bytes of one output
   * @throws OipFailure when it is not what the protocol says
   */
  static Answer read(InputStream in, long most) throws IOException {
    GrpcAnswer reading = new GrpcAnswer(in, most);
    try {
      reading.message();
      return reading.answer();
    } catch (InvalidProtocolBufferException e) {
      throw OipFailure.failed("its answer is not the message of an inference", e);
    } finally {
      reading.raw.forEach(OffHeap::close);
    }
  }

  private void message() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (bytes && field == OUTPUTS) {
        expect(outputs.size() < MOST_OUTPUTS, "it gives too many outputs");
        outputs.add(output());
      } else if (bytes && field == RAW_OUTPUT_CONTENTS) {
        expect(raw.size() < MOST_OUTPUTS, "it gives too many outputs");
        contents();
      } else {
        in.skipField(tag);
      }
    }
  }

  private Described output() throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    String name = "";
    String datatype = "";
    List<Long> shape = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case NAME -> name = text();
        case DATATYPE -> datatype = text();
        case SHAPE -> shape(tag, shape);
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    return new Described(name, datatype, shape.stream().mapToLong(Long::longValue).toArray());
  }

  private String text() throws IOException {
    int length = in.readRawVarint32();
    expect(length >= 0 && length <= LONGEST_NAME, "a name in its answer is too long");
    return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
  }

  private void shape(int tag, List<Long> shape) throws IOException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
      axis(shape);
      return;
    }
    int outer = in.pushLimit(in.readRawVarint32());
    while (in.getBytesUntilLimit() > 0) {
      axis(shape);
    }
    in.popLimit(outer);
  }

  private void axis(List<Long> shape) throws IOException {
    expect(shape.size() < Shapes.MOST_AXES, "a shape in its answer is too long");
    shape.add(in.readInt64());
  }

  private void contents() throws IOException {
    int length = in.readRawVarint32();
    expect(length >= 0 && length <= most, "its output has more bytes than are allowed");
    OffHeap memory = OffHeap.of(length);
    raw.add(memory);
    for (int at = 0; at < length; ) {
      byte[] chunk = in.readRawBytes(Math.min(CHUNK, length - at));
      MemorySegment.copy(chunk, 0, memory.bytes(), Elements.BYTE, at, chunk.length);
      at += chunk.length;
    }
  }

  /** Contents belong to outputs in order. */
  private Answer answer() throws IOException {
    expect(!outputs.isEmpty(), "its answer has no outputs");
    expect(raw.size() == outputs.size(), "its outputs have no raw contents each");
    Answer answer = new Answer();
    try {
      for (Described output : outputs) {
        add(answer, output, raw.removeFirst());
      }
      return answer;
    } catch (IOException e) {
      answer.close();
      throw e;
    }
  }

  private void add(Answer answer, Described output, OffHeap memory) throws IOException {
    Datatype type = Datatype.of(output.datatype()).orElse(null);
    if (type == null) {
      memory.close(); // of no use to any graph of ours
      return;
    }
    try {
      expect(
          Shapes.bytes(type, output.shape(), most) == memory.bytes().byteSize(),
          "the bytes of its output do not fill the shape");
    } catch (IOException e) {
      memory.close();
      throw e;
    }
    answer.add(output.name(), new Answer.Output(type, output.shape(), memory));
  }

  private static void expect(boolean holds, String otherwise) throws OipFailure {
    if (!holds) {
      throw OipFailure.failed(otherwise);
    }
  }
}
