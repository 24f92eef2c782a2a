package io.sightline.inference.remote;

import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.RemoteModel;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.RemoteModels;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The servers of the configuration, by name. One whose entry is wrong is left out with the reason,
 * and costs only the bundles that name it. Thread-safe.
 */
@ApplicationScoped
public class ModelServers implements RemoteModels, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ModelServers.class);

  private final Map<String, ModelServer> servers = new TreeMap<>();
  private final Map<String, String> faults = new TreeMap<>();
  private final AtomicLong open = new AtomicLong();

  @Inject
  public ModelServers(OipConfig config) {
    config.servers().forEach(this::add);
  }

  private void add(String name, OipConfig.Server config) {
    String key = "sightline.inference.remote." + name + ".";
    try {
      ServerAddress address =
          ServerAddress.of(
              config.url().orElseThrow(() -> new IllegalArgumentException("is missing")));
      if (!config.token().orElse("").matches("[!-~]*")) {
        throw new IllegalArgumentException("is right, but " + key + "token is no bearer token");
      }
      servers.put(name, new ModelServer(name, ServerClients.of(address, config), config));
      if (address.isOpen()) {
        LOG.warnf(
            "Images and token go to the model server '%s' unencrypted: use https or grpcs in"
                + " %surl.",
            name, key);
      }
    } catch (IllegalArgumentException e) {
      faults.put(name, key + "url " + e.getMessage());
      LOG.errorf(
          "The model server '%s' is left out: %s. Bundles that name it are unavailable.",
          name, faults.get(name));
    }
  }

  @Override
  public Optional<String> hindrance(RemoteModel model) {
    if (servers.containsKey(model.server())) {
      return Optional.empty();
    }
    String fault = faults.get(model.server());
    return Optional.of(
        fault == null
            ? "Server '%s' is not configured: set sightline.inference.remote.%s.url."
                .formatted(model.server(), model.server())
            : "Server '%s' is configured wrongly: %s.".formatted(model.server(), fault));
  }

  @Override
  public InferenceSession open(GraphSpec graph) {
    RemoteModel model = Objects.requireNonNull(graph.remote());
    ModelServer server = servers.get(model.server());
    if (server == null) {
      throw new ProblemException(
          ErrorCode.REMOTE_UNAVAILABLE, hindrance(model).orElse("There is no server."));
    }
    TensorSpecs specs = TensorSpecs.of(graph, server.describe(model));
    return new RemoteSession(server, model, specs, open);
  }

  /** Tensors that are open now, of all sessions. */
  public long openTensors() {
    return open.get();
  }

  @Override
  @PreDestroy
  public void close() {
    servers.values().forEach(ModelServer::close);
  }
}
