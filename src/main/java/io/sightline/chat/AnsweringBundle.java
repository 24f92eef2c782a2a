package io.sightline.chat;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.bundle.LanguageSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which bundle a chat uses. Thread-safe. */
@Singleton
public final class AnsweringBundle {
  private final BundleRegistry bundles;

  AnsweringBundle(BundleRegistry bundles) {
    this.bundles = bundles;
  }

  /**
   * The bundle of that id, or the first generalist, one that answers questions before others.
   *
   * @throws ProblemException {@code not_found}, {@code no_bundle}
   */
  public Bundle choose(@Nullable String id) {
    if (id != null) {
      return bundles.require(id);
    }
    return generalists().stream()
        .min(Comparator.comparing(b -> !answers(b)))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NO_BUNDLE,
                    "No bundle that reads studies is ready; GET /api/bundles says why."));
  }

  /** Bundles that may be chatted with, ordered by id. */
  public List<Bundle> generalists() {
    return bundles.all().stream()
        .filter(Bundle::usable)
        .filter(b -> b.manifest().kind() == BundleManifest.Kind.GENERALIST)
        .filter(b -> b.manifest().task().equals("report"))
        .toList();
  }

  private static boolean answers(Bundle bundle) {
    LanguageSpec language = bundle.manifest().language();
    return language != null && language.answerTemplate() != null;
  }
}
