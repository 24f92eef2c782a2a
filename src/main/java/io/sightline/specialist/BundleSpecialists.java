package io.sightline.specialist;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.inference.SessionPool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The specialists among the bundles of {@code models/}. */
@ApplicationScoped
public class BundleSpecialists implements SpecialistRegistry {
  private final BundleRegistry bundles;
  private final Networks networks;

  @Inject
  public BundleSpecialists(BundleRegistry bundles, SessionPool pool) {
    this.bundles = bundles;
    this.networks = Networks.of(pool);
  }

  @Override
  public List<Bundle> bundles() {
    return bundles.all().stream()
        .filter(b -> b.manifest().kind() == BundleManifest.Kind.SPECIALIST)
        .toList();
  }

  @Override
  public Optional<Specialist> find(String id) {
    return bundles
        .find(id)
        .filter(Bundle::usable)
        .filter(b -> b.manifest().kind() == BundleManifest.Kind.SPECIALIST)
        .flatMap(
            b ->
                Task.of(b.manifest().task())
                    .<Specialist>map(task -> new OnnxSpecialist(b, task, networks)));
  }
}
