package io.sightline.bundle;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.PreprocessSpec;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * From the bytes of {@code bundle.yaml} to records. YAML is read as data: no tags, no aliases, no
 * duplicate keys, bounded depth and length.
 */
final class ManifestReader {
  /** A manifest is a few kilobytes; ours with all its labels is below a hundred. */
  static final int MAX_BYTES = 2 << 20;

  private static final ObjectMapper YAML = yaml();

  private final ManifestSchema schema = new ManifestSchema();

  /**
   * @throws BundleProblems when the bytes are no YAML
   */
  JsonNode tree(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new BundleProblems("bundle.yaml is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return YAML.readTree(bytes);
    } catch (IOException | RuntimeException e) {
      throw new BundleProblems("bundle.yaml is not YAML: " + reason(e));
    }
  }

  /**
   * @throws BundleProblems with every violation of the schema
   */
  BundleManifest manifest(JsonNode tree) {
    List<String> errors = schema.errors(tree);
    if (!errors.isEmpty()) {
      throw new BundleProblems(errors);
    }
    try {
      return YAML.treeToValue(tree, BundleManifest.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new BundleProblems("bundle.yaml: " + reason(e));
    }
  }

  /** The files that can be read from a manifest that is not valid as a whole. */
  List<FileEntry> files(JsonNode tree) {
    return StreamSupport.stream(tree.path("files").spliterator(), false)
        .filter(f -> f.path("path").isTextual() && f.path("sha256").isTextual())
        .map(ManifestReader::file)
        .toList();
  }

  private static FileEntry file(JsonNode f) {
    Long bytes = f.path("bytes").isIntegralNumber() ? f.path("bytes").longValue() : null;
    return new FileEntry(f.path("path").asText(), f.path("sha256").asText(), bytes);
  }

  private static String reason(Exception e) {
    String message =
        e instanceof JsonProcessingException p ? p.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("unreadable");
  }

  private static ObjectMapper yaml() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_BYTES);
    limits.setNestingDepthLimit(32);
    limits.setAllowDuplicateKeys(false);
    limits.setMaxAliasesForCollections(0);
    YAMLMapper mapper =
        YAMLMapper.builder(YAMLFactory.builder().loaderOptions(limits).build())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    for (Class<?> triple :
        List.of(
            Vec3.class,
            PreprocessSpec.Size.class,
            PreprocessSpec.Range.class,
            PreprocessSpec.Crop.Anchors.class)) {
      mapper.configOverride(triple).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY));
    }
    return mapper;
  }
}
