package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.RemoteModel;
import io.sightline.inference.remote.ServerAddress.Transport;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

  @Test
  void theSchemeChoosesTransportAndEncryption() {
    assertThat(ServerAddress.of("http://127.0.0.1:8080/serving/"))
        .isEqualTo(new ServerAddress(Transport.REST, false, "127.0.0.1", 8080, "/serving"));
    assertThat(ServerAddress.of("https://gpu.example.org").base())
        .isEqualTo("https://gpu.example.org:443");
    assertThat(ServerAddress.of("grpcs://gpu:8001"))
        .isEqualTo(new ServerAddress(Transport.GRPC, true, "gpu", 8001, ""));
    assertThat(ServerAddress.of("grpc://gpu:8001").isOpen()).isTrue();
    assertThat(ServerAddress.of("grpc://127.0.0.1:8001").isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://gpu/, is no http",
    "gpu:8000, is no http",
    "http://user:hunter2@gpu/, holds a user",
    "http://gpu/?key=hunter2, more than a path",
    "grpc://gpu, names no port",
    "grpc://gpu:8001/v2, has a path",
    "http:///v2, names no host",
    "'http://g pu/', is no address"
  })
  void whatIsWrongIsSaidWithoutTheAddress(String url, String problem) {
    assertThatThrownBy(() -> ServerAddress.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aWrongEntryCostsOnlyTheBundlesThatNameIt() {
    try (ModelServers servers = TestServer.at("ftp://x").as("bad")) {
      assertThat(servers.hindrance(new RemoteModel("bad", "m", null)))
          .hasValueSatisfying(
              why -> assertThat(why).contains("sightline.inference.remote.bad.url is no http"));
      assertThat(servers.hindrance(new RemoteModel("fake", "m", null)))
          .contains("Server 'fake' is not configured: set sightline.inference.remote.fake.url.");
      assertThatThrownBy(() -> servers.open(Arithmetic.GRAPH))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.REMOTE_UNAVAILABLE));
    }
  }

  @Test
  void aTokenThatNoHeaderCanCarryIsAFault() {
    try (ModelServers servers = TestServer.at("http://127.0.0.1:1").secret("two\nlines").as("s")) {
      assertThat(servers.hindrance(new RemoteModel("s", "m", null)))
          .hasValueSatisfying(
              why -> assertThat(why).contains("token is no bearer token").doesNotContain("lines"));
    }
  }
}
