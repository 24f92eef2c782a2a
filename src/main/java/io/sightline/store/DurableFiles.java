package io.sightline.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes that survive a crash: content is forced to disk before the name appears, and the name
 * before anyone is told.
 */
final class DurableFiles {
  private DurableFiles() {}

  /** Gives a finished file its final name in one step; {@code target} may be there already. */
  static void publish(Path file, Path target) throws IOException {
    force(file);
    createFolder(target.getParent());
    move(file, target);
    force(target.getParent());
  }

  private static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      force(folder.getParent());
    }
  }

  private static void move(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Path near = target.resolveSibling(target.getFileName() + ".part");
      Files.move(file, near, StandardCopyOption.REPLACE_EXISTING);
      force(near);
      Files.move(near, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** fsync of a file or, where the system allows it, a folder. */
  private static void force(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (FileSystemException e) {
      if (!folder) {
        throw e; // Windows opens no folders; there a rename is durable by itself
      }
    }
  }
}
