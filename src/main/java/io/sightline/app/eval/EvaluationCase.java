package io.sightline.app.eval;

import io.sightline.app.eval.CaseFile.Phrase;
import io.sightline.app.eval.CaseFile.Question;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One study with its truth.
 *
 * @param images NIfTI files by the label of their sequence; empty when {@code study} is given
 * @param study a file, folder or zip that is uploaded as it is
 * @param outOfScope whether the only right report is a refusal
 * @param findings ids of the findings that can be checked, and whether they are there
 */
public record EvaluationCase(
    String name,
    Map<String, Path> images,
    @Nullable Path study,
    boolean outOfScope,
    Map<String, Boolean> findings,
    List<Target> targets,
    List<Phrase> phrases,
    List<Question> questions) {
  public EvaluationCase {
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
    targets = List.copyOf(targets);
    phrases = List.copyOf(phrases);
    questions = List.copyOf(questions);
  }

  Optional<Target> target(String id) {
    return targets.stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
