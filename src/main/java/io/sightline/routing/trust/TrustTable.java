package io.sightline.routing.trust;

import java.util.List;
import java.util.Optional;

/**
 * Trust in every specialist whose labels show findings, for one study: what a plan was made from.
 */
public record TrustTable(List<SpecialistTrust> specialists) {
  /** Nothing is known but what manifests say. */
  public static final TrustTable EMPTY = new TrustTable(List.of());

  public TrustTable {
    specialists = List.copyOf(specialists);
  }

  /** Empty when the specialist tells no finding, or the table knows another manifest of it. */
  public Optional<SpecialistTrust> of(String specialist, String sha256) {
    return of(specialist).filter(s -> s.sha256().equals(sha256));
  }

  public Optional<SpecialistTrust> of(String specialist) {
    return specialists.stream().filter(s -> s.specialist().equals(specialist)).findFirst();
  }

  public Optional<Trust> about(String specialist, String finding) {
    return of(specialist).flatMap(s -> s.about(finding));
  }

  /** Whether a specialist's word about a finding is to be left out. */
  public boolean distrusts(String specialist, String finding) {
    return about(specialist, finding).filter(Trust::distrusted).isPresent();
  }
}
