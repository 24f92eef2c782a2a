package io.sightline.report;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.gather.Agreement;
import io.sightline.report.gather.Agreements;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.TrustedAgreements;
import io.sightline.routing.trust.TrustTable;
import io.sightline.vision.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Where specialists agree with the bundle's own structures: facts for the verifier, and evidence.
 */
record GatheredAgreements(Gatherer gatherer, EvidenceBook evidence) {
  List<Agreement> of(
      BundleManifest manifest, Encoding encoding, Gathered gathered, TrustTable trust) {
    List<LabelSpec> labels =
        manifest.output("structures").map(OutputSpec::labels).orElse(List.of());
    Agreements compare = new Agreements(encoding.structures(), labels);
    List<Agreement> all = new ArrayList<>();
    gathered
        .segmentations()
        .forEach(
            (specialist, found) -> {
              List<Agreement> some = compare.with(specialist, found);
              List<Agreement> weighed =
                  gatherer
                      .find(specialist)
                      .map(b -> TrustedAgreements.of(some, b, trust))
                      .orElse(some);
              evidence.agreement(manifest, specialist, weighed);
              all.addAll(weighed);
            });
    return all;
  }
}
