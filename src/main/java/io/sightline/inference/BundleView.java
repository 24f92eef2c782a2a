package io.sightline.inference;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.FileEntry;
import io.sightline.bundle.Licence;
import io.sightline.bundle.Provenance;
import io.sightline.bundle.Quality;
import io.sightline.bundle.Scope;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as clients see it.
 *
 * @param state {@code ready} (loaded), {@code unloaded} or {@code refused}
 * @param reasons why it is refused; empty otherwise
 * @param sha256 of the manifest
 * @param files with their hashes
 * @param memoryBytes of the graphs that are loaded now
 */
public record BundleView(
    String id,
    String version,
    String kind,
    String task,
    String title,
    String state,
    List<String> reasons,
    Licence licence,
    Scope scope,
    @Nullable Provenance provenance,
    List<Quality> quality,
    String sha256,
    List<FileEntry> files,
    long memoryBytes) {

  static BundleView of(Bundle bundle, SessionPool pool) {
    BundleManifest m = bundle.manifest();
    List<String> reasons =
        Stream.concat(bundle.problems().stream(), pool.refusals(bundle).stream()).toList();
    long memory = pool.loadedBytes(bundle);
    return new BundleView(
        m.id(),
        m.version(),
        m.kind().name().toLowerCase(Locale.ROOT),
        m.task(),
        m.title(),
        !reasons.isEmpty() ? "refused" : memory > 0 ? "ready" : "unloaded",
        reasons,
        m.licence(),
        m.scope(),
        m.provenance(),
        m.quality(),
        bundle.sha256(),
        m.files(),
        memory);
  }
}
