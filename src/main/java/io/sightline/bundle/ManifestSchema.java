package io.sightline.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The JSON schema of {@code docs/reference/bundle.schema.json} (draft 2020-12), packaged with the
 * server.
 */
final class ManifestSchema {
  private final Schema schema = load();

  /** Every violation, with the place in the manifest; empty when there is none. */
  List<String> errors(JsonNode manifest) {
    return schema.validate(manifest).stream().map(ManifestSchema::inWords).distinct().toList();
  }

  private static String inWords(Error error) {
    String place = String.valueOf(error.getInstanceLocation());
    return "bundle.yaml " + (place.isEmpty() ? "/" : place) + ": " + error.getMessage();
  }

  private static Schema load() {
    try (InputStream in =
        Objects.requireNonNull(
            ManifestSchema.class.getResourceAsStream("/schema/bundle.schema.json"))) {
      return SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
