package io.sightline.app.cli;

import io.sightline.security.TokenFile;
import io.sightline.store.DataFolder;
import io.sightline.store.DataFolderLock;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server to talk to: one that runs on the data folder already, or one started for the purpose.
 */
final class Connection implements AutoCloseable {
  private final ApiClient client;
  private final @Nullable LocalServer own;

  private Connection(ApiClient client, @Nullable LocalServer own) {
    this.client = client;
    this.own = own;
  }

  static Connection open(DataFolder folder) {
    Optional<URI> running = running(folder);
    if (running.isPresent()) {
      return new Connection(new ApiClient(running.get(), token(folder)), null);
    }
    LocalServer server = LocalServer.start(folder, 0);
    return new Connection(new ApiClient(server.url(), token(folder)), server);
  }

  /** The address of the server that holds this folder, if one does. */
  private static Optional<URI> running(DataFolder folder) {
    Optional<DataFolderLock> free = DataFolderLock.tryAcquire(folder);
    free.ifPresent(DataFolderLock::close);
    return free.isPresent()
        ? Optional.empty()
        : AddressFile.read(folder.address()).map(AddressFile::url);
  }

  /** As the server has it: from the environment, or from its file. */
  static String token(DataFolder folder) {
    String variable = System.getenv("SIGHTLINE_TOKEN");
    return variable != null && !variable.isBlank()
        ? variable
        : TokenFile.readOrCreate(folder.token()).value();
  }

  ApiClient client() {
    return client;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
