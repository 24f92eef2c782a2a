package io.sightline.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link BlobStore} promises; each adapter and the fake extend it. */
abstract class BlobStoreContract {
  private static final byte[] CONTENT = "voxels".getBytes(UTF_8);

  /** From {@code printf voxels | sha256sum}. */
  private static final String SHA256 =
      "38d11342e7802dc460247dcec95b945557f05a1bcc74a4db37f42d7e2b8b43de";

  @TempDir Path temp;

  abstract BlobStore store();

  @Test
  void namesContentByItsSha256() throws IOException {
    String sha256 = store().put(CONTENT);

    assertThat(sha256).isEqualTo(SHA256);
    try (InputStream in = store().open(sha256)) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(store().size(sha256)).isEqualTo(CONTENT.length);
  }

  @Test
  void keepsOneCopyOfTheSameContent() {
    assertThat(store().put(CONTENT)).isEqualTo(store().put(CONTENT));
    store().delete(SHA256);
    assertThat(store().contains(SHA256)).isFalse();
  }

  @Test
  void takesAFileOverEvenWhenItsContentIsKnown() throws IOException {
    for (int i = 0; i < 2; i++) {
      Path file = Files.write(temp.resolve("upload"), CONTENT);
      assertThat(store().adopt(file)).isEqualTo(SHA256);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void lendsAFile() {
    String sha256 = store().put(CONTENT);
    assertThat(store().<byte[]>withFile(sha256, BlobStoreContract::read)).isEqualTo(CONTENT);
  }

  @Test
  void lendsManyFilesAtOnce() {
    String one = store().put(new byte[] {1});
    String two = store().put(new byte[] {2, 2});
    Map<String, Integer> lengths =
        store()
            .withFiles(
                List.of(one, two),
                files ->
                    Map.of(one, read(files.get(one)).length, two, read(files.get(two)).length));
    assertThat(lengths).containsEntry(one, 1).containsEntry(two, 2);
  }

  @Test
  void keepsNothingOfAStreamThatBreaks() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(CONTENT),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }
            });
    assertThatThrownBy(() -> store().put(broken)).isInstanceOf(UncheckedIOException.class);
    assertThat(store().contains(SHA256)).isFalse();
    assertThat(store().sweep(sha256 -> false)).isZero();
  }

  @Test
  void saysNotFoundForWhatIsNotThere() {
    assertThatThrownBy(() -> store().open(SHA256))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    store().delete(SHA256);
  }

  @Test
  void refusesNamesThatAreNoHash() {
    assertThatThrownBy(() -> store().open("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sweepsWhatNobodyUses() {
    String kept = store().put(CONTENT);
    store().put(new byte[] {1});
    store().put(new byte[] {2});

    assertThat(store().sweep(Set.of(kept)::contains)).isEqualTo(2);
    assertThat(store().contains(kept)).isTrue();
    assertThat(store().sweep(Set.of(kept)::contains)).isZero();
  }

  @Test
  void takesTheSameContentFromManyThreads() throws Exception {
    byte[] large = new byte[1 << 20];
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> put = () -> store().put(large);
      for (var result : pool.invokeAll(IntStream.range(0, 16).mapToObj(i -> put).toList())) {
        assertThat(result.get()).isEqualTo(Sha256.of(large));
      }
    }
    assertThat(store().size(Sha256.of(large))).isEqualTo(large.length);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
