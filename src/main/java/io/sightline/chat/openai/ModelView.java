package io.sightline.chat.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sightline.bundle.Bundle;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * A model of {@code GET /v1/models}.
 *
 * @param created when this server started; bundles carry no date
 */
record ModelView(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {

  static ModelView of(Bundle bundle) {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime() / 1000;
    return new ModelView(bundle.id(), "model", started, "sightline");
  }

  /** All of them. */
  record Page(String object, List<ModelView> data) {}
}
