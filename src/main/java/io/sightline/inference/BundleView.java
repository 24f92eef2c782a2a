package io.sightline.inference;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.FileEntry;
import io.sightline.bundle.Licence;
import io.sightline.bundle.Provenance;
import io.sightline.bundle.Quality;
import io.sightline.bundle.RemoteModel;
import io.sightline.bundle.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as clients see it.
 *
 * @param state {@code ready} (loaded; reached when it was last asked, where it runs elsewhere),
 *     {@code unloaded}, {@code unavailable} (it runs elsewhere and was not reached) or {@code
 *     refused}
 * @param reasons why it is refused or unavailable; empty otherwise
 * @param sha256 of the manifest
 * @param files with their hashes
 * @param remote models on other servers by graph; empty where all graphs are files
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
    Map<String, RemoteModel> remote,
    long memoryBytes) {

  static BundleView of(Bundle bundle, SessionPool pool) {
    BundleManifest m = bundle.manifest();
    List<String> refusals =
        Stream.concat(bundle.problems().stream(), pool.refusals(bundle).stream()).toList();
    List<String> absences = refusals.isEmpty() ? pool.absences(bundle) : List.of();
    return new BundleView(
        m.id(),
        m.version(),
        m.kind().name().toLowerCase(Locale.ROOT),
        m.task(),
        m.title(),
        state(refusals, absences, pool.isLoaded(bundle)),
        refusals.isEmpty() ? absences : refusals,
        m.licence(),
        m.scope(),
        m.provenance(),
        m.quality(),
        bundle.sha256(),
        m.files(),
        remote(m),
        pool.loadedBytes(bundle));
  }

  private static String state(List<String> refusals, List<String> absences, boolean loaded) {
    if (!refusals.isEmpty()) {
      return "refused";
    }
    return !absences.isEmpty() ? "unavailable" : loaded ? "ready" : "unloaded";
  }

  private static Map<String, RemoteModel> remote(BundleManifest manifest) {
    Map<String, RemoteModel> remote = new LinkedHashMap<>();
    manifest
        .graphs()
        .forEach(
            (role, graph) -> {
              if (graph.remote() != null) {
                remote.put(role, graph.remote());
              }
            });
    return remote;
  }
}
