package io.sightline.store;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The fake: blobs in memory. */
public final class MemoryBlobStore implements BlobStore {
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  @Override
  public String put(InputStream content) {
    try {
      byte[] bytes = content.readAllBytes();
      String sha256 = Sha256.of(bytes);
      blobs.put(sha256, bytes);
      return sha256;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String adopt(Path file) {
    try {
      String sha256 = put(Files.readAllBytes(file));
      Files.delete(file);
      return sha256;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean contains(String sha256) {
    return blobs.containsKey(checked(sha256));
  }

  @Override
  public long size(String sha256) {
    return existing(sha256).length;
  }

  @Override
  public InputStream open(String sha256) {
    return new ByteArrayInputStream(existing(sha256));
  }

  @Override
  public <T> T withFiles(Collection<String> sha256s, Function<Map<String, Path>, T> reader) {
    try {
      Path folder = Files.createTempDirectory("blobs");
      Map<String, Path> files = new HashMap<>();
      try {
        for (String sha256 : sha256s) {
          files.put(sha256, Files.write(folder.resolve(sha256), existing(sha256)));
        }
        return reader.apply(files);
      } finally {
        for (Path file : files.values()) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String sha256) {
    blobs.remove(checked(sha256));
  }

  @Override
  public int sweep(Predicate<String> inUse) {
    int before = blobs.size();
    blobs.keySet().removeIf(inUse.negate());
    return before - blobs.size();
  }

  private byte[] existing(String sha256) {
    byte[] content = blobs.get(checked(sha256));
    if (content == null) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "The stored content is not there.");
    }
    return content;
  }

  private static String checked(String sha256) {
    if (!Sha256.isHex(sha256)) {
      throw new IllegalArgumentException("not a SHA-256: " + sha256);
    }
    return sha256;
  }
}
