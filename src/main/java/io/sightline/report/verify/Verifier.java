package io.sightline.report.verify;

import io.sightline.report.claim.Claim;
import io.sightline.report.document.Verdict;
import io.sightline.report.document.Verdict.Status;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import io.sightline.report.verify.ClaimCheck.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The verify stage: reads each sentence's claims and numbers against the evidence. The words are
 * never changed; the strongest judgement is the verdict, in the order contradicted, unsupported,
 * supported, not checkable, and every judgement is among the reasons. Thread-safe.
 */
public final class Verifier {
  private static final List<ClaimCheck> WHETHER =
      List.of(new PresenceCheck(), new AbsenceCheck(), new AgreementCheck());
  private static final List<ClaimCheck> WHERE = List.of(new SideCheck(), new SiteCheck());

  private final Lexicon lexicon;

  public Verifier(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  public Verified verify(GroundedSentence sentence, CaseFacts facts) {
    List<Judgement> judgements = new ArrayList<>();
    List<Judgement> places = new ArrayList<>();
    List<Site> sites = sites(sentence.reading().claims());
    for (Claim claim : withoutSizes(sentence.reading().claims())) {
      Case c = makeCase(claim, sentence.regions(), sites, facts);
      WHETHER.forEach(check -> check.check(c, judgements::add));
      WHERE.forEach(check -> check.check(c, places::add));
    }
    NumberCheck.check(sentence.text(), sentence.reading(), sentence.regions(), judgements::add);
    if (sentence.unmeasured()) {
      judgements.add(
          Judgement.unsupported("A size was to be stated and there is no region to measure."));
    }
    sentence.notes().forEach(n -> judgements.add(Judgement.notCheckable("No region: %s", n)));
    if (judgements.isEmpty()) {
      judgements.add(Judgement.notCheckable("The sentence makes no claim that can be read."));
    }
    return new Verified(verdict(judgements, places), evidence(sentence, sites, facts));
  }

  /** The same claim with two sizes is checked once; the sizes are checked as numbers. */
  private static Set<Claim> withoutSizes(List<Claim> claims) {
    Set<Claim> out = new LinkedHashSet<>();
    claims.forEach(
        c -> out.add(new Claim(c.finding(), c.presence(), c.laterality(), c.site(), null)));
    return out;
  }

  private List<Site> sites(List<Claim> claims) {
    return claims.stream()
        .map(Claim::site)
        .filter(Objects::nonNull)
        .distinct()
        .flatMap(s -> lexicon.site(s).stream())
        .toList();
  }

  private Case makeCase(Claim claim, List<FoundRegion> linked, List<Site> places, CaseFacts facts) {
    Finding finding = lexicon.finding(claim.finding()).orElseThrow();
    Site site = claim.site() == null ? null : lexicon.site(claim.site()).orElse(null);
    List<FoundRegion> about =
        linked.stream()
            .filter(r -> r.finding() != null && r.finding().id().equals(finding.id()))
            .toList();
    return new Case(claim, finding, site, about.isEmpty() ? linked : about, places, facts);
  }

  /** A place that fits supports nothing by itself; one that does not fit speaks against. */
  private static Verdict verdict(List<Judgement> whether, List<Judgement> where) {
    Stream<Judgement> misfits = where.stream().filter(j -> j.status() != Status.SUPPORTED);
    Status status =
        Stream.concat(whether.stream(), misfits)
            .map(Judgement::status)
            .max(Status::compareTo)
            .orElseThrow();
    List<String> reasons =
        Stream.concat(whether.stream(), where.stream())
            .sorted(Comparator.comparing(Judgement::status).reversed())
            .map(Judgement::reason)
            .distinct()
            .toList();
    return new Verdict(status, reasons);
  }

  private List<String> evidence(GroundedSentence sentence, List<Site> sites, CaseFacts facts) {
    Set<String> out = new LinkedHashSet<>();
    sentence.regions().forEach(r -> out.add(r.id()));
    sentence.regions().stream()
        .map(r -> r.region().source())
        .filter(s -> s.startsWith("specialist:"))
        .forEach(out::add);
    for (Claim c : sentence.reading().claims()) {
      Finding f = lexicon.finding(c.finding()).orElseThrow();
      if (!f.heads().isEmpty()) {
        out.add("head");
      }
      if (!f.structures().isEmpty()) {
        out.add("structures");
      }
      if (facts.scores().exactly(f).isPresent()) {
        out.add("score:" + f.id());
      }
      AgreementCheck.about(makeCase(c, sentence.regions(), sites, facts))
          .forEach(
              a -> {
                out.add("specialist:" + a.specialist());
                out.add("agreement:" + a.specialist());
              });
    }
    return List.copyOf(out);
  }
}
