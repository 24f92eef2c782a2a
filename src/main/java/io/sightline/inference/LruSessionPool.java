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
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<GraphKey, LoadedGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, List<String>> refusals = new ConcurrentHashMap<>();

  @Inject
  public LruSessionPool(GraphLoader loader, InferenceConfig config) {
    this(loader, config.memoryBudget().asLongValue());
  }

  public LruSessionPool(GraphLoader loader, long budget) {
    this.loader = loader;
    this.budget = budget;
  }

  @Override
  public Lease lease(Bundle bundle, String role) {
    GraphSpec spec = spec(bundle, role);
    LoadedGraph graph;
    synchronized (graphs) {
      graph = graphs.computeIfAbsent(new GraphKey(bundle.sha256(), role), _ -> new LoadedGraph());
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
    try {
      Path file = bundle.file(spec.file());
      InferenceSession session =
          role.equals(WHOLE_VOLUME) ? loader.loadSparing(file) : loader.load(file);
      List<String> problems = GraphCheck.problems(role, spec, session);
      if (!problems.isEmpty()) {
        session.close();
        throw new ProblemException(ErrorCode.INVALID_BUNDLE, String.join("; ", problems) + ".");
      }
      LOG.infof("Graph %s/%s loaded.", bundle.id(), role);
      return session;
    } catch (ProblemException e) {
      refusals.merge(bundle.sha256(), List.of(e.detail()), LruSessionPool::union);
      throw e;
    }
  }

  private static List<String> union(List<String> known, List<String> added) {
    List<String> all = new ArrayList<>(known);
    added.stream().filter(a -> !known.contains(a)).forEach(all::add);
    return List.copyOf(all);
  }

  private static long size(Bundle bundle, GraphSpec spec) {
    return bundle.manifest().files().stream()
        .filter(f -> f.path().equals(spec.file()) || isExternalData(f, spec.file()))
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
        if (candidate.leases == 0) {
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
    synchronized (graphs) {
      return graphs.entrySet().stream()
          .filter(e -> e.getKey().isOf(bundle))
          .mapToLong(e -> e.getValue().bytes())
          .sum();
    }
  }

  @Override
  public List<String> refusals(Bundle bundle) {
    return refusals.getOrDefault(bundle.sha256(), List.of());
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

  private record GraphKey(String sha256, String role) {
    boolean isOf(Bundle bundle) {
      return sha256.equals(bundle.sha256());
    }
  }
}
