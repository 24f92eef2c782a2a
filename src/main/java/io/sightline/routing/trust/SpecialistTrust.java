package io.sightline.routing.trust;

import java.util.List;
import java.util.Optional;

/**
 * Trust in one specialist, finding by finding.
 *
 * @param sha256 of its manifest
 * @param findings those that its labels show, in the order of their ids
 */
public record SpecialistTrust(String specialist, String sha256, List<Trust> findings) {
  public SpecialistTrust {
    findings = List.copyOf(findings);
  }

  public Optional<Trust> about(String finding) {
    return findings.stream().filter(t -> t.finding().equals(finding)).findFirst();
  }
}
