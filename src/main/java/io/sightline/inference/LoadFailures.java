package io.sightline.inference;

import io.sightline.bundle.Bundle;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How loading went wrong for graphs that are not loaded since. Thread-safe. */
final class LoadFailures {
  /** These speak of another server as it was then, not of the bundle. */
  private static final Set<ErrorCode> ELSEWHERE =
      EnumSet.of(ErrorCode.REMOTE_UNAVAILABLE, ErrorCode.REMOTE_FAILED);

  private final Map<GraphKey, ProblemException> last = new ConcurrentHashMap<>();

  void failed(GraphKey graph, ProblemException problem) {
    last.put(graph, problem);
  }

  void loaded(GraphKey graph) {
    last.remove(graph);
  }

  /** What is wrong with the bundle's graphs. */
  List<String> refusals(Bundle bundle) {
    return details(bundle, false);
  }

  /** What kept its graphs from being reached. */
  List<String> absences(Bundle bundle) {
    return details(bundle, true);
  }

  private List<String> details(Bundle bundle, boolean elsewhere) {
    return bundle.manifest().graphs().keySet().stream()
        .map(role -> last.get(GraphKey.of(bundle, role)))
        .filter(p -> p != null && ELSEWHERE.contains(p.code()) == elsewhere)
        .map(ProblemException::detail)
        .distinct()
        .toList();
  }
}
