package io.sightline.report.verify;

import io.sightline.report.claim.Claim;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Site;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One way of comparing a claim with the evidence. Stateless. */
interface ClaimCheck {

  /**
   * A claim with what it is about.
   *
   * @param linked regions of the claim's sentence
   * @param places all sites that the sentence names: one region may show several
   */
  record Case(
      Claim claim,
      Finding finding,
      @Nullable Site site,
      List<FoundRegion> linked,
      List<Site> places,
      CaseFacts facts) {

    /** Regions of the sentence that show a finding rather than a place. */
    List<FoundRegion> shown() {
      return linked.stream().filter(r -> r.finding() != null).toList();
    }

    /**
     * The sentence's regions, or, when there are none, what the lesion head sees of the finding.
     */
    List<Spot> spots() {
      if (!linked.isEmpty()) {
        return linked.stream()
            .map(
                r ->
                    new Spot(
                        "region " + r.id(),
                        r.region().volumeMl(),
                        r.onModelGrid(),
                        r.location(),
                        r.finding() == null))
            .toList();
      }
      return facts.head().parts(finding).stream()
          .map(
              p ->
                  new Spot(
                      "what the lesion head sees", p.volumeMl(), p.mask(), p.location(), false))
          .toList();
    }
  }

  void check(Case c, Consumer<Judgement> out);
}
