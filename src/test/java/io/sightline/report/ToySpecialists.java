package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.Provenance;
import io.sightline.bundle.Scope;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.TrustSource;
import io.sightline.routing.Budget;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.specialist.Specialist;
import io.sightline.specialist.SpecialistRegistry;
import io.sightline.specialist.SpecialistRunner;
import io.sightline.volume.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fakes with a manifest each, behind the real routing. */
final class ToySpecialists {
  private ToySpecialists() {}

  static Gatherer gatherer(List<FakeSpecialist> specialists) {
    return gatherer(specialists, TrustSource.MANIFESTS);
  }

  static Gatherer gatherer(List<FakeSpecialist> specialists, TrustSource trust) {
    SpecialistRegistry registry = registry(specialists);
    return new Gatherer(
        registry,
        new SpecialistRunner(registry, Duration.ofSeconds(30)),
        new Budget(60_000, 1L << 30, 1e9),
        trust);
  }

  static SpecialistRegistry registry(List<FakeSpecialist> specialists) {
    return new SpecialistRegistry() {
      @Override
      public List<Bundle> bundles() {
        return specialists.stream().map(ToySpecialists::bundle).toList();
      }

      @Override
      public Optional<Specialist> find(String id) {
        return specialists.stream()
            .filter(s -> s.id().equals(id))
            .map(Specialist.class::cast)
            .findFirst();
      }
    };
  }

  private static Bundle bundle(FakeSpecialist specialist) {
    OutputSpec output =
        new OutputSpec("logits", OutputSpec.Activation.SOFTMAX, null, null, specialist.labels());
    BundleManifest manifest =
        new BundleManifest(
            1,
            specialist.id(),
            "1.0.0",
            BundleManifest.Kind.SPECIALIST,
            "segment",
            "A fake",
            new Licence("Apache-2.0", null),
            new Provenance(null, List.of(), null, null, specialist.takenFrom()),
            new Scope(List.of("MR"), List.of("HEAD"), List.of(Sequence.T1), List.of()),
            List.of(new InputSpec("image", Sequence.T1, false)),
            null,
            null,
            Map.of("labels", output),
            Map.of(),
            null,
            null,
            null,
            null,
            List.of(),
            List.of());
    return new Bundle(manifest, Path.of(specialist.id()), "b".repeat(64), List.of());
  }
}
