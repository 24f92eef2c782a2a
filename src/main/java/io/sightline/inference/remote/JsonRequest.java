package io.sightline.inference.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The body of an inference request over REST: JSON, followed by the tensors' bytes where the server
 * takes them raw.
 *
 * @param header bytes of the JSON part
 * @see <a
 *     href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">the
 *     protocol</a>
 */
record JsonRequest(int header, List<MemorySegment> pieces) {
  private static final JsonFactory JSON = new JsonFactory();

  static JsonRequest binary(List<NamedTensor> inputs, Set<String> wanted) throws IOException {
    byte[] json = json(inputs, wanted, true);
    List<MemorySegment> pieces = new ArrayList<>();
    pieces.add(MemorySegment.ofArray(json));
    inputs.forEach(input -> pieces.add(input.bytes()));
    return new JsonRequest(json.length, pieces);
  }

  /** Everything in words: slow and large, for servers that take nothing else. */
  static JsonRequest text(List<NamedTensor> inputs, Set<String> wanted) throws IOException {
    byte[] json = json(inputs, wanted, false);
    return new JsonRequest(json.length, List.of(MemorySegment.ofArray(json)));
  }

  long length() {
    return Pieces.length(pieces);
  }

  private static byte[] json(List<NamedTensor> inputs, Set<String> wanted, boolean binary)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator g = JSON.createGenerator(out)) {
      g.writeStartObject();
      g.writeArrayFieldStart("inputs");
      for (NamedTensor input : inputs) {
        input(g, input, binary);
      }
      g.writeEndArray();
      g.writeArrayFieldStart("outputs");
      for (String name : wanted) {
        g.writeStartObject();
        g.writeStringField("name", name);
        if (binary) {
          g.writeObjectFieldStart("parameters");
          g.writeBooleanField("binary_data", true);
          g.writeEndObject();
        }
        g.writeEndObject();
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void input(JsonGenerator g, NamedTensor input, boolean binary) throws IOException {
    g.writeStartObject();
    g.writeStringField("name", input.name());
    g.writeStringField("datatype", input.type().name());
    g.writeFieldName("shape");
    g.writeArray(input.shape(), 0, input.shape().length);
    if (binary) {
      g.writeObjectFieldStart("parameters");
      g.writeNumberField("binary_data_size", input.bytes().byteSize());
      g.writeEndObject();
    } else {
      g.writeArrayFieldStart("data");
      data(g, input);
      g.writeEndArray();
    }
    g.writeEndObject();
  }

  private static void data(JsonGenerator g, NamedTensor input) throws IOException {
    long n = input.bytes().byteSize() / input.type().width();
    for (long i = 0; i < n; i++) {
      if (input.type().type().isFloat()) {
        g.writeNumber(finite(Elements.getFloat(input.bytes(), input.type(), i)));
      } else if (input.type() == Datatype.BOOL) {
        g.writeBoolean(Elements.getLong(input.bytes(), input.type(), i) != 0);
      } else {
        g.writeNumber(Elements.getLong(input.bytes(), input.type(), i));
      }
    }
  }

  private static float finite(float value) throws OipFailure {
    if (!Float.isFinite(value)) {
      throw OipFailure.failed("it takes JSON only, which has no word for an infinite number");
    }
    return value;
  }
}
