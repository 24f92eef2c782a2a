package io.sightline.app.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;

/** Runs once the HTTP server listens, and keeps it up until somebody ends it. */
public class ServerApplication implements QuarkusApplication {
  private static volatile CompletableFuture<Integer> port = new CompletableFuture<>();

  /** The port of the server that is about to start in this process. */
  static CompletableFuture<Integer> expect() {
    port = new CompletableFuture<>();
    return port;
  }

  @Override
  public int run(String... args) {
    port.complete(ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class));
    Quarkus.waitForExit();
    return 0;
  }
}
