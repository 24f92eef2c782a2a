package io.sightline.report.track;

import io.sightline.report.document.Evidence;
import io.sightline.routing.trust.SpecialistTrust;
import io.sightline.routing.trust.Trust;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements as a part of a specialist's evidence, and back. */
public final class SaidEvidence {
  private static final String SAYS = "says";
  private static final String SHA256 = "sha256";
  private static final String PREFIX = "specialist:";

  private SaidEvidence() {}

  /**
   * To be added to the value of a specialist's evidence; empty when it tells no finding.
   *
   * @param sha256 of its manifest
   * @param trust in it, or null when nothing is known
   */
  public static Map<String, Object> value(
      String sha256, List<Statement> says, @Nullable SpecialistTrust trust) {
    Map<String, Object> out = new LinkedHashMap<>();
    if (!says.isEmpty()) {
      out.put(SHA256, sha256);
      out.put(SAYS, says.stream().map(s -> value(s, trust)).toList());
    }
    return out;
  }

  private static Map<String, Object> value(Statement s, @Nullable SpecialistTrust trust) {
    Map<String, Object> out = new LinkedHashMap<>(s.value());
    Optional<Trust> about = Optional.ofNullable(trust).flatMap(t -> t.about(s.finding()));
    about.ifPresent(
        t -> {
          out.put("trust", Places.round(t.value()));
          out.put("trusted", !t.distrusted());
          out.put("why", t.inWords());
        });
    return out;
  }

  /**
   * What one specialist said in a stored report.
   *
   * @param sha256 of its manifest then
   */
  public record Said(String specialist, String sha256, List<Statement> says) {}

  /** Empty for evidence that is not of a specialist, or of one that tells no finding. */
  public static Optional<Said> read(Evidence e) {
    Object says = e.value().get(SAYS);
    return e.source().startsWith(PREFIX) && says instanceof List<?> list
        ? Optional.of(
            new Said(
                e.source().substring(PREFIX.length()),
                String.valueOf(e.value().get(SHA256)),
                list.stream().map(s -> Statement.read((Map<?, ?>) s)).toList()))
        : Optional.empty();
  }
}
