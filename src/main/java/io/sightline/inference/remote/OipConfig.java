package io.sightline.inference.remote;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code sightline.inference.remote.*}: servers by the names that manifests use. */
@ConfigMapping(prefix = "sightline.inference.remote")
public interface OipConfig {

  @WithParentName
  Map<String, Server> servers();

  /** A server that speaks the Open Inference Protocol v2. */
  interface Server {

    /**
     * {@code http://} or {@code https://} for REST, {@code grpc://} or {@code grpcs://} for gRPC;
     * host, port, and for REST a path before {@code /v2}.
     */
    Optional<String> url();

    /** Bearer token; never logged, never shown. */
    Optional<String> token();

    /** Certificates to trust (PEM), where the system's own do not do. */
    Optional<Path> ca();

    /** Longest wait for one answer of a model. */
    @WithDefault("PT2M")
    Duration timeout();

    /** Longest wait for a connection, and for an answer about a model. */
    @WithDefault("PT10S")
    Duration connectTimeout();

    /** Further tries when there is no connection or the server asks for patience. */
    @WithDefault("2")
    int retries();

    /** Pause before the first of them; doubles each time. */
    @WithDefault("PT0.5S")
    Duration backoff();

    /** Largest request and largest answer. */
    @WithDefault("1G")
    MemorySize maxMessage();
  }
}
