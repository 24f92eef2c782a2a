package io.sightline.inference.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Where a server is.
 *
 * @param path before {@code /v2}, without a final slash; empty for gRPC
 */
record ServerAddress(Transport transport, boolean tls, String host, int port, String path) {
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** How the protocol travels. */
  enum Transport {
    REST,
    GRPC
  }

  /**
   * @throws IllegalArgumentException what is wrong with it, in words that hold nothing of it
   */
  static ServerAddress of(String url) {
    URI uri = uri(url);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean rest = scheme.equals("http") || scheme.equals("https");
    boolean tls = scheme.equals("https") || scheme.equals("grpcs");
    require(rest || scheme.equals("grpc") || tls, "is no http, https, grpc or grpcs address");
    require(uri.getHost() != null, "names no host");
    require(uri.getUserInfo() == null, "holds a user; a secret belongs into the key token");
    require(uri.getQuery() == null && uri.getFragment() == null, "holds more than a path");
    String path = String.valueOf(uri.getRawPath()).replaceAll("/+$", "");
    require(rest || path.isEmpty(), "has a path, which gRPC has not");
    require(rest || uri.getPort() > 0, "names no port");
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    return new ServerAddress(
        rest ? Transport.REST : Transport.GRPC, tls, uri.getHost(), port, path);
  }

  private static URI uri(String url) {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no address", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Base of REST calls. */
  String base() {
    return (tls ? "https://" : "http://") + host + ":" + port + path;
  }

  /** Whether others on the way could read what is sent. */
  boolean isOpen() {
    return !tls && !HERE.contains(host);
  }
}
