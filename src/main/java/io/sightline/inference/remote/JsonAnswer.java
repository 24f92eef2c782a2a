package io.sightline.inference.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
      new JsonOutput(answer, raw, most).read(json);
    }
  }

  static void expect(boolean holds, String otherwise) throws OipFailure {
    if (!holds) {
      throw OipFailure.failed(otherwise);
    }
  }
}
