package io.sightline.app.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.app.eval.CaseFile.Phrase;
import io.sightline.app.eval.CaseFile.Question;
import io.sightline.app.eval.CaseFile.TargetEntry;
import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.ProblemException;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Sequence;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one case and gathers everything that is wrong with it. Not thread-safe. */
final class CaseReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lexicon lexicon;
  private final String name;
  private final Path folder;
  private final List<String> problems;
  private final Set<Path> masks = new HashSet<>();

  /**
   * @param problems takes what is wrong, each with the case's name
   */
  CaseReader(Lexicon lexicon, String name, Path folder, List<String> problems) {
    this.lexicon = lexicon;
    this.name = name;
    this.folder = folder;
    this.problems = problems;
  }

  /** Empty when nothing of it can be used. */
  Optional<EvaluationCase> read(Path truth) {
    CaseFile file;
    try {
      file = JSON.readValue(Files.readString(truth), CaseFile.class);
    } catch (JsonProcessingException e) {
      wrong("truth.json is no JSON of this form: " + e.getOriginalMessage());
      return Optional.empty();
    } catch (IOException e) {
      wrong("truth.json cannot be read.");
      return Optional.empty();
    }
    if (!CaseFile.FORMAT.equals(file.format())) {
      wrong("\"format\" is %s, not \"%s\".".formatted(quoted(file.format()), CaseFile.FORMAT));
      return Optional.empty();
    }
    List<Target> targets = given(file.targets()).stream().map(this::target).toList();
    return Optional.of(
        new EvaluationCase(
            name,
            images(file),
            study(file),
            file.outOfScope(),
            findings(file),
            targets,
            phrases(file, targets),
            questions(file)));
  }

  private Map<String, Path> images(CaseFile file) {
    Map<String, Path> out = new LinkedHashMap<>();
    Map<String, String> images = file.images() == null ? Map.of() : file.images();
    images.forEach(
        (sequence, path) -> {
          if (Arrays.stream(Sequence.values()).noneMatch(s -> s.label().equals(sequence))) {
            wrong("images: %s is no sequence.".formatted(quoted(sequence)));
          }
          out.put(sequence, existing("images." + sequence, path));
        });
    if (images.isEmpty() == (file.study() == null)) {
      wrong("either \"images\" or \"study\" has to be given.");
    }
    return out;
  }

  private @Nullable Path study(CaseFile file) {
    return file.study() == null ? null : existing("study", file.study());
  }

  private Map<String, Boolean> findings(CaseFile file) {
    Map<String, Boolean> findings = file.findings() == null ? Map.of() : file.findings();
    findings.forEach(
        (id, there) -> {
          known("findings", id);
          if (there == null) {
            wrong("findings.%s is neither true nor false.".formatted(id));
          }
        });
    if (findings.isEmpty() && !file.outOfScope()) {
      wrong("\"findings\" is empty: nothing could be measured.");
    }
    return findings.values().stream().allMatch(Objects::nonNull) ? findings : Map.of();
  }

  private Target target(TargetEntry t) {
    String id = t.id() == null ? "" : t.id();
    String at = "targets." + id;
    if (id.isBlank()) {
      wrong("a target has no \"id\".");
    }
    given(t.findings()).forEach(f -> known(at, f));
    for (String site : given(t.sites())) {
      if (lexicon.site(site).isEmpty()) {
        wrong("%s: there is no place %s in the lexicon.".formatted(at, quoted(site)));
      }
    }
    if (t.mask() == null) {
      wrong(at + " has no \"mask\".");
    }
    return new Target(
        id,
        given(t.findings()),
        side(at, t.side()),
        given(t.sites()),
        t.crossesMidline(),
        t.anatomy(),
        t.all(),
        t.mask() == null ? folder : labelMap(at + ".mask", t.mask()),
        Set.copyOf(given(t.labels())));
  }

  private Laterality side(String at, @Nullable String side) {
    if (side == null) {
      return Laterality.NONE;
    }
    return Stream.of(Laterality.values())
        .filter(l -> l.word().equals(side.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseGet(
            () -> {
              wrong("%s: %s is no side.".formatted(at, quoted(side)));
              return Laterality.NONE;
            });
  }

  private List<Phrase> phrases(CaseFile file, List<Target> targets) {
    for (Phrase p : given(file.phrases())) {
      boolean there = targets.stream().anyMatch(t -> t.id().equals(p.target()));
      if (p.text() == null || p.text().isBlank()) {
        wrong("a phrase has no \"text\".");
      } else if (p.target() != null && !there && !joined(p.target(), targets)) {
        wrong("phrase %s: there is no target %s.".formatted(quoted(p.text()), quoted(p.target())));
      }
    }
    return given(file.phrases());
  }

  /** Targets joined by +, all of them together. */
  private static boolean joined(String ids, List<Target> targets) {
    return Stream.of(ids.split("\\+"))
        .allMatch(id -> targets.stream().anyMatch(t -> t.id().equals(id)));
  }

  private List<Question> questions(CaseFile file) {
    List<Question> usable = new ArrayList<>();
    for (Question q : given(file.questions())) {
      if (q.question() == null || q.kind() == null || q.expect() == null) {
        wrong("a question lacks \"kind\", \"question\" or \"expect\".");
      } else {
        usable.add(q);
      }
    }
    return usable;
  }

  private void known(String at, String finding) {
    if (lexicon.finding(finding).isEmpty()) {
      wrong("%s: there is no finding %s in the lexicon.".formatted(at, quoted(finding)));
    }
  }

  private Path existing(String at, String path) {
    Path file = folder.resolve(path).normalize();
    if (!Files.isReadable(file)) {
      wrong("%s: %s is not there.".formatted(at, path));
    }
    return file;
  }

  /** Read once here, so that hours of work do not end at a file that is none. */
  private Path labelMap(String at, String path) {
    Path file = existing(at, path);
    if (Files.isReadable(file) && masks.add(file)) {
      try {
        NiftiReader.read(file, VolumeLimits.DEFAULT);
      } catch (ProblemException e) {
        wrong("%s: %s is no label map: %s".formatted(at, path, e.detail()));
      }
    }
    return file;
  }

  private void wrong(String what) {
    problems.add(name + ": " + what);
  }

  private static <T> List<T> given(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "missing" : '"' + text + '"';
  }
}
