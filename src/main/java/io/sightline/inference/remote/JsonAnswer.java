package io.sightline.inference.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON part of an answer as it comes: data go straight into memory of the size that the
 * shape names. One use.
 */
final class JsonAnswer {
  private static final int MOST_OUTPUTS = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(1 << 16)
                  .maxNumberLength(64)
                  .build())
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  /**
   * An output whose data follow the JSON part.
   *
   * @param type null where nothing here reads it
   * @param bytes as the server says
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Raw(String name, @Nullable Datatype type, long[] shape, long bytes) {}

  private final Answer answer;
  private final long most;
  private final List<Raw> raw = new ArrayList<>();

  private JsonAnswer(Answer answer, long most) {
    this.answer = answer;
    this.most = most;
  }

  /**
   * @param answer gets the outputs whose data stand in the JSON
   * @param most bytes of one output
   * @return the others, in the order of their bytes
   * @throws OipFailure when it is not what the protocol says
   */
  static List<Raw> read(InputStream in, Answer answer, long most) throws IOException {
    JsonAnswer reading = new JsonAnswer(answer, most);
    try (JsonParser json = JSON.createParser(in)) {
      reading.answer(json);
      return reading.raw;
    } catch (JsonProcessingException e) {
      throw OipFailure.failed("its answer is not the JSON of an inference", e);
    }
  }

  private void answer(JsonParser json) throws IOException {
    expect(json.nextToken() == JsonToken.START_OBJECT, "its answer is no JSON object");
    boolean any = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("outputs")) {
        outputs(json);
        any = true;
      } else {
        json.skipChildren();
      }
    }
    expect(any, "its answer has no outputs");
    expect(json.nextToken() == null, "something follows its answer");
  }

  private void outputs(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, "its outputs are no list");
    for (int n = 0; json.nextToken() != JsonToken.END_ARRAY; n++) {
      expect(json.currentToken() == JsonToken.START_OBJECT, "an output is no JSON object");
      expect(n < MOST_OUTPUTS, "it gives too many outputs");
      new OutputReader().read(json);
    }
  }

  private static void expect(boolean holds, String otherwise) throws OipFailure {
    if (!holds) {
      throw OipFailure.failed(otherwise);
    }
  }

  /** One output; its fields may come in any order. */
  private final class OutputReader {
    private @Nullable String name;
    private @Nullable String word;
    private @Nullable Datatype type;
    private long @Nullable [] shape;
    private long binary = -1;
    private @Nullable TokenBuffer early;
    private @Nullable OffHeap data;

    void read(JsonParser json) throws IOException {
      try {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          field(field, json);
        }
        finish();
      } catch (IOException | RuntimeException e) {
        if (data != null) {
          data.close();
        }
        throw e;
      }
    }

    private void field(String field, JsonParser json) throws IOException {
      switch (field) {
        case "name" -> name = json.getText();
        case "datatype" -> {
          word = json.getText();
          type = Datatype.of(word).orElse(null);
        }
        case "shape" -> shape = shape(json);
        case "parameters" -> parameters(json);
        case "data" -> {
          expect(data == null && early == null, "an output has its data twice");
          if (word == null || shape == null) {
            early = new TokenBuffer(json);
            early.copyCurrentStructure(json);
          } else if (type != null) {
            data = data(json, type, shape);
          } else {
            json.skipChildren(); // of no use to any graph of ours
          }
        }
        default -> json.skipChildren();
      }
    }

    private void finish() throws IOException {
      if (name == null || word == null || shape == null) {
        throw OipFailure.failed("an output lacks name, datatype or shape");
      }
      if (early != null && type != null) {
        try (JsonParser again = early.asParser()) {
          again.nextToken();
          data = data(again, type, shape);
        }
      }
      if (data != null && type != null) {
        OffHeap owned = data;
        data = null;
        answer.add(name, new Answer.Output(type, shape, owned));
      } else if (binary >= 0) {
        raw.add(new Raw(name, type, shape, binary));
      } else {
        expect(type == null, "an output has no data");
      }
    }

    private long[] shape(JsonParser json) throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY, "a shape is no list");
      long[] axes = new long[Shapes.MOST_AXES];
      int n = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(
            json.currentToken() == JsonToken.VALUE_NUMBER_INT && n < axes.length,
            "a shape is no short list of numbers");
        axes[n++] = json.getLongValue();
      }
      return Arrays.copyOf(axes, n);
    }

    private void parameters(JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean size = json.currentName().equals("binary_data_size");
        json.nextToken();
        if (size) {
          expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "a size is no number");
          binary = json.getLongValue();
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private OffHeap data(JsonParser json, Datatype type, long[] shape) throws IOException {
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
