package io.sightline.inference.remote;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Configuration of one server, quick to give up. */
public record TestServer(
    String url,
    @Nullable String token,
    @Nullable Path trusted,
    Duration timeout,
    int retries,
    long largest) {

  public static TestServer at(String url) {
    return new TestServer(url, null, null, Duration.ofSeconds(60), 0, 1L << 24);
  }

  public TestServer patient(Duration longest) {
    return new TestServer(url, token, trusted, longest, retries, largest);
  }

  TestServer retrying(int times) {
    return new TestServer(url, token, trusted, timeout, times, largest);
  }

  TestServer secret(String bearer) {
    return new TestServer(url, bearer, trusted, timeout, retries, largest);
  }

  TestServer trusting(Path certificates) {
    return new TestServer(url, token, certificates, timeout, retries, largest);
  }

  public TestServer atMost(long bytes) {
    return new TestServer(url, token, trusted, timeout, retries, bytes);
  }

  /** All servers there are: this one, under the name. */
  public ModelServers as(String name) {
    return new ModelServers(() -> Map.of(name, server()));
  }

  private OipConfig.Server server() {
    TestServer values = this;
    return new OipConfig.Server() {
      @Override
      public Optional<String> url() {
        return Optional.of(values.url());
      }

      @Override
      public Optional<String> token() {
        return Optional.ofNullable(values.token());
      }

      @Override
      public Optional<Path> ca() {
        return Optional.ofNullable(values.trusted());
      }

      @Override
      public Duration timeout() {
        return values.timeout();
      }

      @Override
      public Duration connectTimeout() {
        return Duration.ofSeconds(30);
      }

      @Override
      public int retries() {
        return values.retries();
      }

      @Override
      public Duration backoff() {
        return Duration.ofMillis(5);
      }

      @Override
      public MemorySize maxMessage() {
        return new MemorySize(BigInteger.valueOf(values.largest()));
      }
    };
  }
}
