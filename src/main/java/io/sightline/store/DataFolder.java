package io.sightline.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything the server keeps: {@code db/}, {@code blobs/}, {@code staging/}
 * (swept at start-up), {@code case-index/}, {@code example-cases}, {@code log/}, {@code token} and
 * {@code server.json}. Only its owner may read it.
 *
 * @param root absolute path
 */
public record DataFolder(Path root) {
  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes the folder, readable by its owner alone, when it is not there yet. */
  public DataFolder create() {
    try {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root);
        restrict(root, "rwx------");
      }
      Files.createDirectories(blobs());
      Files.createDirectories(staging());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder cannot be made: " + root, e);
    }
  }

  public Path blobs() {
    return root.resolve("blobs");
  }

  /** For files on their way in; nothing in it outlives a restart. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** The search index of cases; made again from the database when it is not there. */
  public Path caseIndex() {
    return root.resolve("case-index");
  }

  /** Which example cases were loaded last. */
  public Path exampleCases() {
    return root.resolve("example-cases");
  }

  /** The generated bearer token. */
  public Path token() {
    return root.resolve("token");
  }

  /** Where a running server writes its address. */
  public Path address() {
    return root.resolve("server.json");
  }

  /** Held while a server runs. */
  public Path lock() {
    return root.resolve("lock");
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
