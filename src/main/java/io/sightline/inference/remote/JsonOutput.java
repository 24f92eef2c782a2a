package io.sightline.inference.remote;

import static io.sightline.inference.remote.JsonAnswer.expect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.sightline.inference.remote.JsonAnswer.Raw;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One output of an answer in JSON; its fields may come in any order. One use. */
final class JsonOutput {
  private final Answer answer;
  private final List<Raw> raw;
  private final long most;
  private @Nullable String name;
  private @Nullable String word;
  private @Nullable Datatype type;
  private long @Nullable [] shape;
  private long binary = -1;
  private @Nullable TokenBuffer early;
  private @Nullable OffHeap data;

  /**
   * @param answer gets it when its data stand in the JSON
   * @param raw gets it when they follow
   * @param most bytes of it
   */
  JsonOutput(Answer answer, List<Raw> raw, long most) {
    this.answer = answer;
    this.raw = raw;
    this.most = most;
  }

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
          data = JsonValues.read(json, type, shape, most);
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
        data = JsonValues.read(again, type, shape, most);
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
