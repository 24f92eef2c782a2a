package io.sightline.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The generated token: made at the first start, readable by its owner alone. */
public final class TokenFile {
  private TokenFile() {}

  /** Reads the token, or makes one when there is none yet. */
  public static Token readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new Token(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The token file cannot be used: " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "token", null, ownerOnly());
    Files.writeString(fresh, Token.random().value() + "\n");
    try {
      Files.createLink(file, fresh); // whole at once, and the first of two wins
    } catch (FileAlreadyExistsException e) {
      // another process was faster; its token is the one
    } catch (UnsupportedOperationException e) {
      Files.copy(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
