package io.sightline.app.cli;

import io.quarkus.runtime.Quarkus;
import io.sightline.store.DataFolder;
import io.sightline.store.DataFolderLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The server in this process. It holds its data folder's lock for as long as it runs. */
final class LocalServer implements AutoCloseable {
  private final DataFolder folder;
  private final DataFolderLock lock;
  private final Thread thread;
  private final URI url;

  private LocalServer(DataFolder folder, DataFolderLock lock, Thread thread, URI url) {
    this.folder = folder;
    this.lock = lock;
    this.thread = thread;
    this.url = url;
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @param port 0 for any free one, null for the configured one
   * @throws CliException when the folder is in use, or the server does not come up
   */
  static LocalServer start(DataFolder folder, @Nullable Integer port) {
    DataFolderLock lock =
        DataFolderLock.tryAcquire(folder)
            .orElseThrow(
                () ->
                    new CliException(
                        "Another Sightline server uses the data folder %s. Stop it, or choose another folder with --data."
                            .formatted(folder.root())));
    System.setProperty("sightline.data", folder.root().toString());
    if (port != null) {
      System.setProperty("quarkus.http.port", port.toString());
    }
    CompletableFuture<Integer> listening = ServerApplication.expect();
    Thread thread = new Thread(() -> run(listening), "server");
    thread.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + listening.get());
      new AddressFile(url, ProcessHandle.current().pid()).write(folder.address());
      return new LocalServer(folder, lock, thread, url);
    } catch (ExecutionException | InterruptedException | IOException e) {
      lock.close();
      throw new CliException("The server did not start: " + reason(e));
    }
  }

  private static void run(CompletableFuture<Integer> listening) {
    try {
      Quarkus.run(
          ServerApplication.class,
          (code, failure) ->
              listening.completeExceptionally(
                  failure != null ? failure : new IllegalStateException("it ended at once")));
    } catch (RuntimeException e) {
      listening.completeExceptionally(e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  URI url() {
    return url;
  }

  /** Waits until somebody ends the server, for example with Ctrl-C. */
  void await() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the server gracefully and lets go of the folder. */
  @Override
  public void close() {
    Quarkus.asyncExit();
    await();
    try {
      Files.deleteIfExists(folder.address());
    } catch (IOException e) {
      throw new CliException("The address file could not be removed: " + e.getMessage());
    } finally {
      lock.close();
    }
  }
}
