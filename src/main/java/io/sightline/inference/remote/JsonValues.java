package io.sightline.inference.remote;

import static io.sightline.inference.remote.JsonAnswer.expect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The data of an output in JSON, brought into memory as they are read. */
final class JsonValues {
  private JsonValues() {}

  /**
   * @param json at the list
   * @param most bytes
   * @return exactly the shape's bytes
   * @throws OipFailure when the list is none, or has more or fewer values than the shape
   */
  static OffHeap read(JsonParser json, Datatype type, long[] shape, long most) throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, "an output's data are no list");
    OffHeap memory = OffHeap.of(Shapes.bytes(type, shape, most));
    try {
      long n = memory.bytes().byteSize() / type.width();
      expect(values(json, memory, type, n) == n, "an output has fewer values than its shape");
      return memory;
    } catch (IOException | RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** Lists in lists are values row by row. */
  private static long values(JsonParser json, OffHeap memory, Datatype type, long most)
      throws IOException {
    long n = 0;
    for (int depth = 1; depth > 0; ) {
      switch (json.nextToken()) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        case null -> throw OipFailure.failed("its answer ends too early");
        default -> {
          expect(n < most, "an output has more values than its shape");
          put(json, memory, type, n++);
        }
      }
    }
    return n;
  }

  private static void put(JsonParser json, OffHeap memory, Datatype type, long index)
      throws IOException {
    JsonToken token = json.currentToken();
    if (type == Datatype.BOOL
        && (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE)) {
      Elements.putLong(memory.bytes(), type, index, token == JsonToken.VALUE_TRUE ? 1 : 0);
    } else if (type.type().isFloat()) {
      expect(token.isNumeric(), "a value of its output is no number");
      Elements.putFloat(memory.bytes(), type, index, json.getFloatValue());
    } else {
      expect(token == JsonToken.VALUE_NUMBER_INT, "a value of its output is no whole number");
      long value = json.getLongValue();
      expect(fits(type, value), "a value of its output does not fit its type");
      Elements.putLong(memory.bytes(), type, index, value);
    }
  }

  private static boolean fits(Datatype type, long value) {
    return switch (type) {
      case INT64 -> true;
      case INT32 -> value == (int) value;
      case BOOL -> value == 0 || value == 1;
      default -> value >= 0 && value <= 255;
    };
  }
}
