package io.sightline.app.eval;

import io.sightline.report.lexicon.Lexicon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cases in the order of their folders' names.
 *
 * @param name of the folder
 */
public record EvaluationSet(String name, List<EvaluationCase> cases) {
  private static final String TRUTH = "truth.json";
  private static final int MOST_PROBLEMS = 50;

  public EvaluationSet {
    cases = List.copyOf(cases);
  }

  /**
   * Reads a folder whose sub-folders hold {@code truth.json}, or that holds one itself.
   *
   * @throws SetException with everything that is wrong in any case
   */
  public static EvaluationSet read(Path folder, Lexicon lexicon) {
    List<String> problems = new ArrayList<>();
    List<EvaluationCase> cases = new ArrayList<>();
    for (Path truth : truths(folder)) {
      Path home = truth.toAbsolutePath().normalize().getParent();
      String name = String.valueOf(home.getFileName());
      new CaseReader(lexicon, name, home, problems).read(truth).ifPresent(cases::add);
    }
    if (!problems.isEmpty()) {
      throw new SetException(problems.stream().limit(MOST_PROBLEMS).toList());
    }
    return new EvaluationSet(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()), cases);
  }

  private static List<Path> truths(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SetException(List.of("There is no folder " + folder + "."));
    }
    if (Files.exists(folder.resolve(TRUTH))) {
      return List.of(folder.resolve(TRUTH));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> found = inside.map(p -> p.resolve(TRUTH)).filter(Files::exists).sorted().toList();
      if (found.isEmpty()) {
        throw new SetException(
            List.of("No folder in " + folder + " holds a truth.json: it is no evaluation set."));
      }
      return found;
    } catch (IOException e) {
      throw new SetException(List.of(folder + " cannot be read."));
    }
  }

  /** The first so many cases; all when there are fewer. */
  public EvaluationSet first(int limit) {
    return new EvaluationSet(name, cases.stream().limit(limit).toList());
  }
}
