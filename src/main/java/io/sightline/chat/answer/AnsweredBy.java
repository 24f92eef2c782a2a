package io.sightline.chat.answer;

import io.sightline.bundle.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Whose words an answer is.
 *
 * @param kind {@code bundle}: the bundle's language model; {@code remote}: another server's model;
 *     {@code measurement}: the server's own sentences about what was measured
 * @param id bundle id, or the remote model's name
 * @param sha256 of the bundle that grounded and checked
 * @param prompt {@code bundle}, or file and version of {@code prompts/}; null without a model
 */
public record AnsweredBy(
    String kind, String id, String version, String sha256, @Nullable String prompt) {

  static AnsweredBy bundle(Bundle b, String prompt) {
    return new AnsweredBy("bundle", b.id(), b.manifest().version(), b.sha256(), prompt);
  }

  static AnsweredBy measurement(Bundle b) {
    return new AnsweredBy("measurement", b.id(), b.manifest().version(), b.sha256(), null);
  }
}
