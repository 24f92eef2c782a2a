package io.sightline.report.track;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.EvidenceWord;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the claims of a signed text say what a specialist said. Stateless. What the text does not
 * speak of, or leaves open, is not judged: silence agrees with nobody.
 */
public final class ReaderComparison {
  /** Less on the side that the reader names is the other side; as the verdict on a side has it. */
  private static final double ON = 0.1;

  private static final double HALF = 0.5;

  private final Lexicon lexicon;

  public ReaderComparison(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /**
   * @param claims of all sentences that the reader let stand
   * @return empty when they do not speak of the finding, or the specialist does not
   */
  public Optional<Boolean> agrees(Statement said, List<Claim> claims) {
    Optional<Finding> finding = lexicon.finding(said.finding());
    if (finding.isEmpty() || said.presence() == Presence.UNCERTAIN) {
      return Optional.empty();
    }
    List<Claim> there =
        claims.stream()
            .filter(c -> c.presence() == Presence.PRESENT && asserts(c, finding.get()))
            .toList();
    if (!there.isEmpty()) {
      return Optional.of(
          said.presence() == Presence.PRESENT && sameSide(said, there) && sameSite(said, there));
    }
    List<Claim> denials =
        claims.stream()
            .filter(c -> c.presence() == Presence.ABSENT && denies(c, finding.get()))
            .toList();
    if (denials.stream().anyMatch(c -> !placed(c))) {
      return Optional.of(said.presence() == Presence.ABSENT);
    }
    // a denial of one place speaks only against what mostly lies there
    boolean denied =
        said.presence() == Presence.PRESENT && denials.stream().anyMatch(c -> lies(said, c));
    return denied ? Optional.of(false) : Optional.empty();
  }

  /** A glioma is a mass, and specialists do not tell more than the words of evidence do. */
  private boolean asserts(Claim claim, Finding finding) {
    return finding(claim).filter(c -> c.isA(finding.id()) || sameWord(c, finding)).isPresent();
  }

  /** "No mass" denies a glioma. */
  private boolean denies(Claim claim, Finding finding) {
    return finding(claim)
        .filter(
            c ->
                finding.isA(c.id())
                    || sameWord(c, finding)
                    || c.id().equals("abnormality") && !finding.heads().isEmpty())
        .isPresent();
  }

  private Optional<Finding> finding(Claim claim) {
    return lexicon.finding(claim.finding());
  }

  private static boolean sameWord(Finding a, Finding b) {
    EvidenceWord word = a.evidence();
    return word != null && b.evidence() != null && word.word().equals(b.evidence().word());
  }

  private static boolean sameSide(Statement said, List<Claim> there) {
    Set<Laterality> sides = new HashSet<>();
    there.forEach(c -> sides.add(c.laterality()));
    double on =
        (sides.contains(Laterality.LEFT) ? said.left() : 0)
            + (sides.contains(Laterality.RIGHT) ? said.right() : 0);
    boolean comparable =
        (sides.contains(Laterality.LEFT) || sides.contains(Laterality.RIGHT))
            && !sides.contains(Laterality.BILATERAL)
            && said.left() + said.right() > 0;
    return !comparable || on >= ON;
  }

  /** Only where the anatomy tells every site that is named does a misfit count. */
  private static boolean sameSite(Statement said, List<Claim> there) {
    List<String> named =
        there.stream().map(Claim::site).filter(Objects::nonNull).distinct().toList();
    return named.isEmpty() || !said.notIn().containsAll(named);
  }

  private boolean placed(Claim c) {
    return site(c).isPresent()
        || c.laterality() == Laterality.LEFT
        || c.laterality() == Laterality.RIGHT;
  }

  /** The site that a claim is confined to; the whole brain confines nothing. */
  private Optional<Site> site(Claim c) {
    return Optional.ofNullable(c.site())
        .flatMap(lexicon::site)
        .filter(s -> !s.structures().contains("*"));
  }

  private boolean lies(Statement said, Claim denial) {
    double in = site(denial).map(s -> said.sites().getOrDefault(s.name(), 0.0)).orElse(1.0);
    double on =
        switch (denial.laterality()) {
          case LEFT -> said.left();
          case RIGHT -> said.right();
          default -> 1;
        };
    return in * on >= HALF;
  }
}
