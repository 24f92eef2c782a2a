package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.specialist.Specialist;
import io.sightline.specialist.SpecialistRegistry;
import io.sightline.volume.Volume;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The toy server with two specialists that never find a mass, whatever the toy model writes. */
public class TrackTestProfile extends ReportTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    Set<Class<?>> all = new HashSet<>(super.getEnabledAlternatives());
    all.add(Blind.class);
    return all;
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> all = new HashMap<>(super.getConfigOverrides());
    all.put("sightline.data", "${sightline.home}/target/test-data-track");
    return all;
  }

  /** One tells masses, the other masses and infarcts; both read T1 and find nothing. */
  @Alternative
  @ApplicationScoped
  public static class Blind implements SpecialistRegistry {
    private final SpecialistRegistry toys =
        ToySpecialists.registry(
            List.of(
                new FakeSpecialist("blind").finding("core", "mass", Blind::nothing),
                new FakeSpecialist("half-blind")
                    .finding("core", "mass", Blind::nothing)
                    .finding("infarct", "infarct", Blind::nothing)));

    private static Volume nothing(Volume v) {
      float[] out = new float[v.voxels().length];
      Arrays.fill(out, -1);
      return new Volume(v.geometry(), out);
    }

    @Override
    public List<Bundle> bundles() {
      return toys.bundles();
    }

    @Override
    public Optional<Specialist> find(String id) {
      return toys.find(id);
    }
  }
}
