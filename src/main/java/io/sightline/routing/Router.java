package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.Provenance;
import io.sightline.routing.RouteChoice.Decision;
import io.sightline.routing.RoutingCase.GivenVolume;
import io.sightline.routing.trust.TrustTable;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Plans which specialists run. In order: the reader's wishes; parts of the generalist itself, which
 * are no second voice; what manifests declare; how far each is trusted; memory and time. Stateless:
 * equal arguments give equal plans.
 */
public final class Router {
  private Router() {}

  /** With no trust but what manifests say. */
  public static RoutePlan plan(
      RoutingCase study, Wishes wishes, Budget budget, List<Bundle> specialists) {
    return plan(study, wishes, budget, TrustTable.EMPTY, specialists);
  }

  /**
   * @param trust in specialists, for this study; one that it does not know is taken at what its
   *     manifest says
   * @param specialists all that there are, refused ones too
   */
  public static RoutePlan plan(
      RoutingCase study, Wishes wishes, Budget budget, TrustTable trust, List<Bundle> specialists) {
    Draft draft = new Draft(study, wishes, budget, trust);
    draft.unknown(specialists);
    List<Candidate> candidates = draft.inScope(specialists);
    candidates = wishes.kind() == Wishes.Kind.NAMED ? candidates : draft.worthwhile(candidates);
    draft.within(candidates);
    return new RoutePlan(study, wishes, budget, trust, draft.choices);
  }

  /** A plan in the making. */
  private static final class Draft {
    private final RoutingCase study;
    private final Wishes wishes;
    private final Budget budget;
    private final TrustTable trust;
    private final List<RouteChoice> choices = new ArrayList<>();

    Draft(RoutingCase study, Wishes wishes, Budget budget, TrustTable trust) {
      this.study = study;
      this.wishes = wishes;
      this.budget = budget;
      this.trust = trust;
    }

    void unknown(List<Bundle> specialists) {
      for (String id : wishes.named()) {
        if (specialists.stream().noneMatch(b -> b.id().equals(id))) {
          choices.add(
              RouteChoice.skip(id, "", "there is no specialist of this name", Cost.UNKNOWN));
        }
      }
    }

    List<Candidate> inScope(List<Bundle> specialists) {
      List<Candidate> out = new ArrayList<>();
      for (Bundle b : specialists) {
        Optional<String> unwanted = unwanted(b.id()).or(() -> sameVoice(b));
        Optional<String> outside =
            unwanted.isPresent() ? unwanted : DeclaredScope.outside(b, study);
        if (outside.isPresent()) {
          skip(b, outside.get(), Cost.UNKNOWN);
        } else {
          cost(b).ifPresent(c -> out.add(candidate(b, c)));
        }
      }
      return out;
    }

    private Candidate candidate(Bundle b, Cost cost) {
      return Candidate.of(b, cost, trust.of(b.id(), b.sha256()).orElse(null));
    }

    private Optional<String> unwanted(String id) {
      return switch (wishes.kind()) {
        case AUTO -> Optional.empty();
        case NONE -> Optional.of("the reader asked for no specialists");
        case NAMED ->
            wishes.named().contains(id)
                ? Optional.empty()
                : Optional.of("the reader asked for others");
      };
    }

    /** A part of the generalist says again what the generalist says, and would count twice. */
    private Optional<String> sameVoice(Bundle b) {
      Provenance provenance = b.manifest().provenance();
      boolean same =
          wishes.kind() != Wishes.Kind.NAMED
              && provenance != null
              && study.generalist().equals(provenance.takenFrom());
      return same
          ? Optional.of(
              "it was taken from %s, which reads the study: no second voice; it runs when named"
                  .formatted(study.generalist()))
          : Optional.empty();
    }

    private Optional<Cost> cost(Bundle b) {
      try {
        return Optional.of(
            Cost.of(b.manifest(), volume(b.manifest()), budget.multiplicationsPerSecond()));
      } catch (ProblemException e) {
        skip(b, e.detail(), Cost.UNKNOWN);
        return Optional.empty();
      }
    }

    /** The first volume that the specialist reads. */
    private io.sightline.volume.VolumeGeometry volume(BundleManifest manifest) {
      return manifest.inputs().stream()
          .flatMap(
              i ->
                  i.sequence() == null
                      ? study.given().stream().limit(1)
                      : study.of(i.sequence()).stream())
          .findFirst()
          .or(() -> study.given().stream().findFirst())
          .map(GivenVolume::geometry)
          .orElseThrow();
    }

    List<Candidate> worthwhile(List<Candidate> candidates) {
      List<Candidate> trusted = new ArrayList<>();
      for (Candidate c : candidates) {
        Optional<String> why = c.reliability().untrustworthy();
        if (why.isPresent()) {
          skip(c.bundle(), "it is not trustworthy: " + why.get(), c.cost());
        } else {
          trusted.add(c);
        }
      }
      List<Candidate> out = new ArrayList<>();
      for (Candidate c : trusted) {
        Optional<Candidate> better = trusted.stream().filter(o -> o.replaces(c)).findFirst();
        if (better.isPresent()) {
          skip(
              c.bundle(),
              "%s tells the same and more reliably".formatted(better.get().id()),
              c.cost());
        } else {
          out.add(c);
        }
      }
      return out;
    }

    void within(List<Candidate> candidates) {
      List<Candidate> ordered = new ArrayList<>(candidates);
      ordered.sort(
          Comparator.comparingDouble(Candidate::worth).reversed().thenComparing(Candidate::id));
      long spent = 0;
      for (Candidate c : ordered) {
        if (c.cost().bytes() > budget.bytes()) {
          skip(
              c.bundle(),
              words(
                  "it would need %.1f GB of memory, %.1f are allowed",
                  c.cost().bytes() / 1e9, budget.bytes() / 1e9),
              c.cost());
        } else if (wishes.kind() == Wishes.Kind.AUTO
            && spent + c.cost().millis() > budget.millis()) {
          skip(
              c.bundle(),
              words(
                  "it would take %.0f s more, %.0f of %.0f s are left",
                  c.cost().millis() / 1e3, (budget.millis() - spent) / 1e3, budget.millis() / 1e3),
              c.cost());
        } else {
          spent += c.cost().millis();
          run(c);
        }
      }
    }

    private void run(Candidate c) {
      String why =
          wishes.kind() == Wishes.Kind.NAMED
              ? "the reader asked for it and the study lies in its scope"
              : "the study lies in its scope; " + c.reliability().inWords();
      choices.add(
          new RouteChoice(
              c.id(), c.bundle().sha256(), Decision.RUN, why + c.reliability().notes(), c.cost()));
    }

    private void skip(Bundle b, String reason, Cost cost) {
      choices.add(RouteChoice.skip(b.id(), b.sha256(), reason, cost));
    }

    private static String words(String text, Object... values) {
      return String.format(Locale.ROOT, text, values);
    }
  }
}
