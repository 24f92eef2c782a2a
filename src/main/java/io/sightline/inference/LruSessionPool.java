package io.sightline.inference;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.FileEntry;
import io.sightline.bundle.GraphSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps graphs loaded while they fit the budget. A graph's size is that of its files; what is
 * leased stays, so the budget may be exceeded for as long as that work takes. Two requests for one
 * graph load it once; loading one graph does not hold up leases of others.
 */
@ApplicationScoped
public class LruSessionPool implements SessionPool, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LruSessionPool.class);

  /** The role of graphs that take volumes at full resolution. */
  private static final String WHOLE_VOLUME = "network";

  private final GraphLoader loader;
  private final long budget;
  private final RemoteModels remote;
  private final Map<GraphKey, LoadedGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);
  private final LoadFailures failures = new LoadFailures();

  @Inject
  public LruSessionPool(GraphLoader loader, RemoteModels remote, InferenceConfig config) {
    this(loader, remote, config.memoryBudget().asLongValue());
  }

  /** One that reaches no other server. */
  public LruSessionPool(GraphLoader loader, long budget) {
    this(loader, RemoteModels.NONE, budget);
  }

  public LruSessionPool(GraphLoader loader, RemoteModels remote, long budget) {
    this.loader = loader;
    this.remote = remote;
    this.budget = budget;
  }

  @Override
  public Lease lease(Bundle bundle, String role) {
    GraphSpec spec = spec(bundle, role);
    LoadedGraph graph;
    synchronized (graphs) {
      graph = graphs.computeIfAbsent(GraphKey.of(bundle, role), _ -> new LoadedGraph());
      graph.leases++;
    }
    try {
      InferenceSession session = graph.session(() -> load(bundle, role, spec), size(bundle, spec));
      trim();
      return new GraphLease(session, () -> release(graph));
    } catch (RuntimeException e) {
      release(graph);
      throw e;
    }
  }

  private static GraphSpec spec(Bundle bundle, String role) {
    if (!bundle.usable()) {
      throw new ProblemException(
          ErrorCode.NO_BUNDLE, "Bundle '" + bundle.id() + "' was refused and cannot be used.");
    }
    return bundle
        .manifest()
        .graph(role)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_BUNDLE,
                    "Bundle '" + bundle.id() + "' has no graph '" + role + "'."));
  }

  private InferenceSession load(Bundle bundle, String role, GraphSpec spec) {
    GraphKey key = GraphKey.of(bundle, role);
    try {
      InferenceSession session = open(bundle, role, spec);
      List<String> problems = GraphCheck.problems(role, spec, session);
      if (!problems.isEmpty()) {
        session.close();
        throw new ProblemException(ErrorCode.INVALID_BUNDLE, String.join("; ", problems) + ".");
      }
      LOG.infof("Graph %s/%s loaded.", bundle.id(), role);
      failures.loaded(key);
      return session;
    } catch (ProblemException e) {
      failures.failed(key, e);
      throw e;
    }
  }

  private InferenceSession open(Bundle bundle, String role, GraphSpec spec) {
    if (spec.remote() != null) {
      return remote.open(spec);
    }
    Path file = bundle.file(Objects.requireNonNull(spec.file()));
    return role.equals(WHOLE_VOLUME) ? loader.loadSparing(file) : loader.load(file);
  }

  private static long size(Bundle bundle, GraphSpec spec) {
    String graph = spec.file();
    if (graph == null) {
      return 0;
    }
    return bundle.manifest().files().stream()
        .filter(f -> f.path().equals(graph) || isExternalData(f, graph))
        .mapToLong(f -> bundle.file(f.path()).toFile().length())
        .sum();
  }

  /**
   * Exporters write {@code model.onnx.data}, {@code model.onnx_data}, {@code model.onnx_data_1}.
   */
  private static boolean isExternalData(FileEntry file, String graph) {
    return file.path().startsWith(graph + ".") || file.path().startsWith(graph + "_");
  }

  private void release(LoadedGraph graph) {
    synchronized (graphs) {
      graph.leases--;
    }
    trim();
  }

  /** Unloads least recently used graphs that nobody leases until the budget holds. */
  private void trim() {
    List<LoadedGraph> unloaded = new ArrayList<>();
    synchronized (graphs) {
      long used = graphs.values().stream().mapToLong(LoadedGraph::bytes).sum();
      for (Iterator<LoadedGraph> i = graphs.values().iterator(); used > budget && i.hasNext(); ) {
        LoadedGraph candidate = i.next();
        if (candidate.leases == 0 && candidate.bytes() > 0) {
          used -= candidate.bytes();
          i.remove();
          unloaded.add(candidate);
        }
      }
    }
    unloaded.forEach(LoadedGraph::unload);
  }

  @Override
  public void unload(Bundle bundle) {
    List<LoadedGraph> unloaded = new ArrayList<>();
    synchronized (graphs) {
      boolean busy =
          graphs.entrySet().stream()
              .anyMatch(e -> e.getKey().isOf(bundle) && e.getValue().leases > 0);
      if (busy) {
        throw new ProblemException(
            ErrorCode.CONFLICT, "Bundle '" + bundle.id() + "' is in use; try again later.");
      }
      graphs.entrySet().removeIf(e -> e.getKey().isOf(bundle) && unloaded.add(e.getValue()));
    }
    unloaded.forEach(LoadedGraph::unload);
  }

  @Override
  public long loadedBytes(Bundle bundle) {
    return of(bundle).values().stream().mapToLong(LoadedGraph::bytes).sum();
  }

  @Override
  public void renew(Bundle bundle) {
    of(bundle).forEach((key, graph) -> renew(bundle, key, graph));
  }

  private static void renew(Bundle bundle, GraphKey key, LoadedGraph graph) {
    bundle
        .manifest()
        .graph(key.role())
        .filter(g -> g.remote() != null)
        .ifPresent(_ -> graph.expire());
  }

  @Override
  public boolean isLoaded(Bundle bundle) {
    return of(bundle).values().stream().anyMatch(LoadedGraph::isLoaded);
  }

  private Map<GraphKey, LoadedGraph> of(Bundle bundle) {
    Map<GraphKey, LoadedGraph> of = new LinkedHashMap<>();
    synchronized (graphs) {
      graphs.forEach(
          (key, graph) -> {
            if (key.isOf(bundle)) {
              of.put(key, graph);
            }
          });
    }
    return of;
  }

  @Override
  public List<String> refusals(Bundle bundle) {
    return failures.refusals(bundle);
  }

  @Override
  public List<String> absences(Bundle bundle) {
    Stream<String> hindered =
        bundle.manifest().graphs().values().stream()
            .map(GraphSpec::remote)
            .filter(Objects::nonNull)
            .flatMap(model -> remote.hindrance(model).stream());
    Stream<String> away =
        of(bundle).values().stream().map(LoadedGraph::away).filter(Objects::nonNull);
    return Stream.of(hindered, away, failures.absences(bundle).stream())
        .flatMap(all -> all)
        .distinct()
        .toList();
  }

  @Override
  @PreDestroy
  public void close() {
    List<LoadedGraph> all;
    synchronized (graphs) {
      all = List.copyOf(graphs.values());
      graphs.clear();
    }
    all.forEach(LoadedGraph::unload);
  }
}
