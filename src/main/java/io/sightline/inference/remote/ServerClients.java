package io.sightline.inference.remote;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the client that an address asks for. */
final class ServerClients {
  private ServerClients() {}

  /**
   * @throws IllegalArgumentException when certificates cannot be used, in words
   */
  static OipClient of(ServerAddress address, OipConfig.Server config) {
    try {
      TrustManagerFactory trust = trust(config.ca());
      return address.transport() == ServerAddress.Transport.REST
          ? new RestClient(address.base(), config, context(trust))
          : new GrpcClient(channel(address, trust), config);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("has certificates (key ca) that cannot be read", e);
    }
  }

  private static NettyChannelBuilder channel(
      ServerAddress address, @Nullable TrustManagerFactory trust) throws IOException {
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port());
    if (!address.tls()) {
      return builder.usePlaintext();
    }
    SslContextBuilder tls = GrpcSslContexts.forClient();
    return builder.sslContext((trust == null ? tls : tls.trustManager(trust)).build());
  }

  private static @Nullable SSLContext context(@Nullable TrustManagerFactory trust)
      throws GeneralSecurityException {
    if (trust == null) {
      return null;
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Null = the system's. */
  private static @Nullable TrustManagerFactory trust(Optional<Path> ca)
      throws GeneralSecurityException, IOException {
    if (ca.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(ca.get())) {
      List<? extends Certificate> all =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      for (int n = 0; n < all.size(); n++) {
        store.setCertificateEntry("ca" + n, all.get(n));
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
