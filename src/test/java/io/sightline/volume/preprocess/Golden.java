package io.sightline.volume.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;

/** Reads what {@code models/kit/sightline_kit/golden.py} wrote. */
final class Golden {
  private Golden() {}

  static JsonNode read(String name) {
    try (InputStream in = open(name + ".json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static float[] floats(JsonNode file) {
    try (InputStream in = new GZIPInputStream(open(file.asText()))) {
      var buffer =
          ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Volume volume(JsonNode image) {
    return new Volume(geometry(image), floats(image.get("voxels")));
  }

  static LabelMap labels(JsonNode image) {
    float[] values = floats(image.get("voxels"));
    byte[] labels = new byte[values.length];
    for (int n = 0; n < values.length; n++) {
      labels[n] = (byte) values[n];
    }
    return new LabelMap(geometry(image), labels);
  }

  static VolumeGeometry geometry(JsonNode image) {
    JsonNode size = image.get("size");
    double[] direction = new double[9];
    for (int n = 0; n < 9; n++) {
      direction[n] = image.get("direction").get(n).asDouble();
    }
    return new VolumeGeometry(
        size.get(0).asInt(),
        size.get(1).asInt(),
        size.get(2).asInt(),
        vec(image.get("spacing")),
        vec(image.get("origin")),
        direction);
  }

  static Vec3 vec(JsonNode three) {
    return new Vec3(three.get(0).asDouble(), three.get(1).asDouble(), three.get(2).asDouble());
  }

  private static InputStream open(String file) {
    return java.util.Objects.requireNonNull(
        Golden.class.getResourceAsStream("/golden/" + file), file);
  }
}
