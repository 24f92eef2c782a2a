package io.sightline.retrieval.sentence;

import io.sightline.retrieval.SentenceEncoder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The sentence encoder that the configuration names. */
final class SentenceBeans {

  @Produces
  @Singleton
  SentenceEncoder encoder(
      @ConfigProperty(name = "sightline.cases.sentence-encoder", defaultValue = "none")
          String name) {
    return switch (name) {
      case "none" -> SentenceEncoder.NONE;
      case BgeSmallEncoder.ID -> new BgeSmallEncoder();
      default ->
          throw new IllegalArgumentException(
              "sightline.cases.sentence-encoder is %s; it can be none or %s."
                  .formatted(name, BgeSmallEncoder.ID));
    };
  }
}
