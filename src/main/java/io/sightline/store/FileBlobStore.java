package io.sightline.store;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Blobs as files {@code blobs/ab/abcdef…}, written in {@code staging/} first. */
public final class FileBlobStore implements BlobStore {
  private final DataFolder folder;

  public FileBlobStore(DataFolder folder) {
    this.folder = folder.create();
  }

  @Override
  public String put(InputStream content) {
    try {
      Path staged = Files.createTempFile(folder.staging(), "blob", null);
      try (OutputStream out = Files.newOutputStream(staged)) {
        content.transferTo(out);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(staged);
        throw e;
      }
      return adopt(staged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String adopt(Path file) {
    try {
      String sha256 = Sha256.of(file);
      if (contains(sha256)) {
        Files.delete(file);
      } else {
        DurableFiles.publish(file, path(sha256));
      }
      return sha256;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean contains(String sha256) {
    return Files.isRegularFile(path(sha256));
  }

  @Override
  public long size(String sha256) {
    try {
      return Files.size(existing(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(String sha256) {
    try {
      return Files.newInputStream(existing(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T withFiles(Collection<String> sha256s, Function<Map<String, Path>, T> reader) {
    Map<String, Path> files = new HashMap<>();
    sha256s.forEach(sha256 -> files.put(sha256, existing(sha256)));
    return reader.apply(files);
  }

  @Override
  public void delete(String sha256) {
    try {
      Files.deleteIfExists(path(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int sweep(Predicate<String> inUse) {
    filesBelow(folder.staging()).forEach(FileBlobStore::remove);
    List<Path> orphans =
        filesBelow(folder.blobs()).stream()
            .filter(file -> !inUse.test(file.getFileName().toString()))
            .toList();
    orphans.forEach(FileBlobStore::remove);
    return orphans.size();
  }

  private static List<Path> filesBelow(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path existing(String sha256) {
    if (!contains(sha256)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "The stored content is not there.");
    }
    return path(sha256);
  }

  /** The name is checked, so that no caller can reach outside the folder. */
  private Path path(String sha256) {
    if (!Sha256.isHex(sha256)) {
      throw new IllegalArgumentException("not a SHA-256: " + sha256);
    }
    return folder.blobs().resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
