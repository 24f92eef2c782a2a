package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted servers whose certificate the system does not know. */
@Timeout(300)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;
  private Path certificate;
  private KeyManagerFactory keys;

  @BeforeEach
  void certificateOfOurOwn() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      own.load(in, PASSWORD);
    }
    keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    String pem = Base64.getMimeEncoder().encodeToString(own.getCertificate("s").getEncoded());
    certificate =
        Files.writeString(
            folder.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
  }

  private void trustedWithTheCertificateAlone(String url) {
    try (ModelServers known = TestServer.at(url).trusting(certificate).as("fake")) {
      // it has no such model, which only who trusts it gets to know
      assertThatThrownBy(() -> known.open(Arithmetic.GRAPH))
          .hasMessageContaining("it has no such model");
    }
    try (ModelServers unknown = TestServer.at(url).as("fake")) {
      assertThatThrownBy(() -> unknown.open(Arithmetic.GRAPH))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_UNAVAILABLE))
          .hasMessageNotContaining("no such model");
    }
  }

  @Test
  void overRest() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/v2",
        exchange -> {
          int status = exchange.getRequestURI().getPath().endsWith("ready") ? 200 : 404;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      trustedWithTheCertificateAlone("https://127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void overGrpc() throws Exception {
    try (FakeGrpcServer server =
        new FakeGrpcServer(
            new DoublingModel(),
            GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build())) {
      trustedWithTheCertificateAlone(server.url());
    }
  }

  @Test
  void certificatesThatCannotBeReadAreAFaultOfTheEntry() {
    try (ModelServers servers =
        TestServer.at("https://127.0.0.1:1").trusting(folder.resolve("none.pem")).as("fake")) {
      assertThat(servers.hindrance(Arithmetic.MODEL))
          .hasValueSatisfying(
              why ->
                  assertThat(why)
                      .contains("certificates (key ca) that cannot be read")
                      .doesNotContain(folder.toString()));
    }
  }
}
