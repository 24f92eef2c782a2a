package io.sightline.app.eval;

import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Lexicon;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a sentence should point to: of what is there of its finding, the one in the place that it
 * names, else on the side that it names, else the largest. A sentence about structures points to
 * those that it names, whether or not it is right about them.
 */
final class TargetChoice {
  private final List<Target> targets;
  private final Said said;
  private final Lexicon lexicon;

  TargetChoice(List<Target> targets, Said said, Lexicon lexicon) {
    this.targets = targets;
    this.said = said;
    this.lexicon = lexicon;
  }

  /**
   * One target or several together; none when what the sentence speaks of is not there.
   *
   * @param text of the sentence
   */
  List<Target> of(Topic topic, String text) {
    List<Target> about = about(topic);
    if (!topic.asserted()) {
      List<Target> denied = structures(topic);
      if (!denied.isEmpty() || about.isEmpty()) {
        return denied;
      }
    }
    if (about.isEmpty()) {
      return List.of();
    }
    List<Target> anatomy = about.stream().filter(Target::anatomy).toList();
    return anatomy.isEmpty() ? List.of(one(topic, about, text)) : sided(topic, anatomy);
  }

  /**
   * Whether a region can be asked for: of all but relations, and of those where a target shows
   * them.
   */
  boolean pointable(Topic topic) {
    boolean relation =
        lexicon.finding(topic.finding()).filter(f -> f.extent() == Extent.RELATION).isPresent();
    return !relation || !about(topic).isEmpty();
  }

  /** Targets that show what the topic is about. */
  List<Target> about(Topic topic) {
    return targets.stream().filter(t -> shows(t, topic)).toList();
  }

  private boolean shows(Target t, Topic topic) {
    return t.findings().contains(topic.finding())
        || !topic.ranked() && t.findings().stream().anyMatch(f -> said.about(topic.claim(), f));
  }

  private Target one(Topic topic, List<Target> about, String text) {
    boolean everything = topic.sites().contains("brain") && !text.contains("largest");
    Optional<Target> all = about.stream().filter(Target::all).findFirst();
    if (everything && all.isPresent()) {
      return all.get();
    }
    List<Target> single = about.stream().filter(t -> !t.all()).toList();
    Predicate<Target> side = t -> !topic.sided() || t.side() == topic.side();
    return first(single, t -> main(t, topic) && side.test(t))
        .or(() -> first(single, t -> inside(t, topic) && side.test(t)))
        .or(() -> first(single, side))
        .orElse(single.isEmpty() ? about.getFirst() : single.getFirst());
  }

  private boolean main(Target t, Topic topic) {
    return !t.sites().isEmpty() && topic.sites().contains(t.sites().getFirst());
  }

  private boolean inside(Target t, Topic topic) {
    return topic.sites().stream().anyMatch(s -> lies(t.sites(), s));
  }

  /** Whether a named place is one of these, or lies within one of them. */
  boolean lies(List<String> sites, String named) {
    return sites.contains(named)
        || lexicon
            .site(named)
            .filter(
                s ->
                    s.within().stream()
                        .map(lexicon::site)
                        .flatMap(Optional::stream)
                        .anyMatch(w -> sites.contains(w.name())))
            .isPresent();
  }

  /** "No lesion in the cerebellum" and "the cerebellum is unremarkable" point to the cerebellum. */
  private List<Target> structures(Topic topic) {
    return sided(
        topic, targets.stream().filter(Target::anatomy).filter(t -> named(t, topic)).toList());
  }

  private static boolean named(Target t, Topic topic) {
    return t.sites().stream().anyMatch(topic.sites()::contains);
  }

  private static List<Target> sided(Topic topic, List<Target> anatomy) {
    List<Target> there =
        anatomy.stream()
            .filter(
                t -> !topic.sided() || t.side() == topic.side() || t.side() == Laterality.MIDLINE)
            .toList();
    return there.isEmpty() ? anatomy : there;
  }

  private static Optional<Target> first(List<Target> of, Predicate<Target> that) {
    return of.stream().filter(that).findFirst();
  }
}
