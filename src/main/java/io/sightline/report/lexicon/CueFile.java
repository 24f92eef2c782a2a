package io.sightline.report.lexicon;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code cues.yaml}, {@code laterality.yaml} and {@code normality.yaml} as read. */
record CueFile(
    Map<String, Cue> cues,
    Map<String, Mark> marks,
    Map<WordClass, Set<String>> classes,
    Map<String, String> spelling) {
  private static final Set<String> KEYS =
      Set.of(
          "absent",
          "uncertain",
          "stop",
          "pseudo",
          "hypothetical",
          "verbs",
          "prepositions",
          "clause",
          "definite",
          "spelling");

  static CueFile read(Yaml root) {
    CueFile file =
        new CueFile(
            new HashMap<>(), new HashMap<>(), new EnumMap<>(WordClass.class), new HashMap<>());
    Map<String, Yaml> parts = root.map(KEYS);
    file.cues(root.required(parts, "absent"), Cue.Polarity.ABSENT);
    file.cues(root.required(parts, "uncertain"), Cue.Polarity.UNCERTAIN);
    file.marks(root.required(parts, "stop"), Mark.STOP);
    file.marks(root.required(parts, "pseudo"), Mark.PSEUDO);
    file.marks(root.required(parts, "hypothetical"), Mark.HYPOTHETICAL);
    for (WordClass c : WordClass.values()) {
      String key = c.name().toLowerCase(java.util.Locale.ROOT);
      file.classes.put(c, new HashSet<>(root.required(parts, key).strings()));
    }
    root.required(parts, "spelling").map().forEach((k, v) -> file.spelling.put(k, v.text()));
    return file;
  }

  private void cues(Yaml list, Cue.Polarity polarity) {
    for (Yaml group : list.list()) {
      Map<String, Yaml> e = group.map(Set.of("reach", "words"));
      Cue cue = new Cue(polarity, group.required(e, "reach").choice(Cue.Reach.class));
      for (Yaml word : group.required(e, "words").list()) {
        Cue other = cues.putIfAbsent(word.text(), cue);
        if (other != null && other.polarity() != polarity) {
          word.problem("'" + word.text() + "' cannot mean absent and uncertain");
        } else if (other != null) {
          cues.put(word.text(), new Cue(polarity, Cue.Reach.BOTH));
        }
      }
    }
  }

  private void marks(Yaml list, Mark mark) {
    list.strings().forEach(w -> marks.put(w, mark));
  }

  static Map<String, SideWord> sides(Yaml root) {
    Map<String, SideWord> out = new HashMap<>();
    Map<String, Yaml> parts =
        root.map(Set.of("left", "right", "bilateral", "midline", "direction", "not"));
    for (SideWord side : SideWord.values()) {
      String key = side.name().toLowerCase(java.util.Locale.ROOT);
      for (Yaml word : root.required(parts, key).list()) {
        if (out.put(word.text(), side) != null) {
          word.problem("'" + word.text() + "' is given for two sides");
        }
      }
    }
    return out;
  }

  static Normality normality(Yaml root) {
    Map<String, Yaml> e = root.map(Set.of("phrases", "only", "notBefore", "denied"));
    List<String> phrases = root.required(e, "phrases").strings();
    Map<String, List<String>> only = new HashMap<>();
    root.optional(e, "only")
        .map()
        .forEach(
            (phrase, sites) -> {
              only.put(phrase, sites.strings());
              if (!phrases.contains(phrase)) {
                sites.problem("'" + phrase + "' is not among the phrases");
              }
            });
    return new Normality(
        phrases,
        only,
        new HashSet<>(root.optional(e, "notBefore").strings()),
        new HashSet<>(root.optional(e, "denied").strings()));
  }
}
