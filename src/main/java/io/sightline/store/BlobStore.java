package io.sightline.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Immutable byte sequences, each named by the lower-case hex SHA-256 of its content. A blob is
 * there whole or not at all, whatever happens to the process. Thread-safe; every call blocks.
 *
 * <p>Who stores a blob says so in {@link BlobLedger}, or the next sweep takes it away.
 */
public interface BlobStore {

  /**
   * Stores the rest of a stream, which the caller closes. Storing the same content twice keeps one
   * copy.
   *
   * @return the blob's SHA-256
   */
  String put(InputStream content);

  default String put(byte[] content) {
    return put(new ByteArrayInputStream(content));
  }

  /**
   * Takes a finished file over: it is gone from where it was, also when the content was already
   * stored.
   */
  String adopt(Path file);

  boolean contains(String sha256);

  /**
   * Size in bytes.
   *
   * @throws io.sightline.shared.ProblemException {@code not_found}
   */
  long size(String sha256);

  /**
   * A stream that the caller closes.
   *
   * @throws io.sightline.shared.ProblemException {@code not_found}
   */
  InputStream open(String sha256);

  /**
   * Lends local read-only files with the content of these blobs for the time of the call.
   *
   * @param reader takes the files by SHA-256
   * @throws io.sightline.shared.ProblemException {@code not_found}
   */
  <T> T withFiles(Collection<String> sha256s, Function<Map<String, Path>, T> reader);

  /** The same for one blob. */
  default <T> T withFile(String sha256, Function<Path, T> reader) {
    return withFiles(List.of(sha256), files -> reader.apply(files.get(sha256)));
  }

  /** Removes a blob; nothing happens when it is not there. */
  void delete(String sha256);

  /**
   * Removes every blob that is not in use, and whatever an earlier process left half written. For
   * start-up: no other call may run meanwhile.
   *
   * @return how many blobs were removed
   */
  int sweep(Predicate<String> inUse);
}
