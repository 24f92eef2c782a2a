package io.sightline.app.eval;

import io.sightline.report.claim.Laterality;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sentence says rightly on which side and where something lies.
 *
 * @param side null when it names no side, or the truth has none to compare
 * @param site null when it names no place, or only the brain, or nothing of the kind is there
 */
record Placement(@Nullable Boolean side, @Nullable Boolean site) {
  private static final Placement NONE = new Placement(null, null);

  /** Findings that lie in a place. */
  private static final Set<String> FOCAL = Set.of("mass", "infarct", "haemorrhage");

  /** Places that say nothing of where in the brain. */
  private static final Set<String> WIDE =
      Set.of("brain", "cerebral hemisphere", "posterior fossa", "midline");

  static Placement of(Topic topic, TargetChoice choice) {
    if (!topic.asserted()) {
      return NONE;
    }
    List<Target> there =
        choice.about(topic).stream().filter(t -> !t.anatomy() && !t.all()).toList();
    return there.isEmpty() ? NONE : new Placement(side(topic, there), site(topic, there, choice));
  }

  private static @Nullable Boolean side(Topic topic, List<Target> there) {
    if (!topic.sided()) {
      return null;
    }
    if (there.stream().anyMatch(t -> t.side() == topic.side() || t.crossesMidline())) {
      return true;
    }
    return there.stream().allMatch(Placement::sided) ? false : null;
  }

  private static boolean sided(Target t) {
    return t.side() == Laterality.LEFT || t.side() == Laterality.RIGHT;
  }

  private static @Nullable Boolean site(Topic topic, List<Target> there, TargetChoice choice) {
    List<String> named = topic.sites().stream().filter(s -> !WIDE.contains(s)).toList();
    if (named.isEmpty()
        || !FOCAL.contains(topic.finding())
        || there.stream().allMatch(t -> t.sites().isEmpty())) {
      return null;
    }
    List<Target> meant =
        there.stream()
            .filter(t -> t.side() == topic.side() || t.crossesMidline() || !sided(t))
            .toList();
    return (topic.sided() && !meant.isEmpty() ? meant : there)
        .stream().anyMatch(t -> named.stream().anyMatch(s -> choice.lies(t.sites(), s)));
  }
}
