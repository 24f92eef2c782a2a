package io.sightline.bundle;

import java.util.List;

/** Every reason why a folder is no bundle, gathered before failing once. */
final class BundleProblems extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  BundleProblems(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  BundleProblems(String problem) {
    this(List.of(problem));
  }

  List<String> problems() {
    return problems;
  }
}
