package io.sightline.retrieval.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseIndex;
import io.sightline.retrieval.CaseIndexContract;
import io.sightline.retrieval.Cases;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.MemoryCaseIndex;
import io.sightline.retrieval.SentenceEncoder;
import io.sightline.retrieval.StoredCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneCaseIndexTest extends CaseIndexContract {
  @TempDir static Path temp;
  private static int folders;

  private Path folder = temp;

  @Override
  protected CaseIndex open(SentenceEncoder encoder) {
    folder = temp.resolve("index" + folders++);
    return new LuceneCaseIndex(folder, encoder);
  }

  private static Case mass() {
    return Cases.named("a").at(1, 0).text("There are masses.").build();
  }

  /** An index with one case that was closed. */
  private Path closed() {
    Path other = temp.resolve("closed" + folders++);
    try (CaseIndex index = new LuceneCaseIndex(other)) {
      index.put(List.of(new StoredCase(mass(), 7)));
    }
    return other;
  }

  @Test
  void itIsThereAgainWhenOpenedAgainAndKnowsWordsByTheirStem() {
    try (CaseIndex index = new LuceneCaseIndex(closed())) {
      assertThat(index.revisions()).isEqualTo(Map.of("a", 7L));
      assertThat(index.byWords("mass", CaseFilter.ALL, 5)).hasSize(1);
    }
  }

  @Test
  void anIndexWithAnyFileCutOffOrChangedIsBegunAnewInsteadOfAnswering() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(closed())) {
      names =
          files.map(f -> f.getFileName().toString()).filter(n -> !n.equals("write.lock")).toList();
    }
    assertThat(names).anyMatch(n -> n.startsWith("segments_"));
    for (String name : names) {
      damaged(name, bytes -> java.util.Arrays.copyOf(bytes, bytes.length / 2));
      damaged(
          name,
          bytes -> {
            bytes[bytes.length / 2] ^= 0x55;
            return bytes;
          });
      damaged(name, _ -> new byte[0]);
    }
  }

  private void damaged(String name, java.util.function.UnaryOperator<byte[]> damage)
      throws IOException {
    Path other = closed();
    Path file;
    try (Stream<Path> files = Files.list(other)) {
      String suffix =
          name.startsWith("segments") ? "segments" : name.substring(name.lastIndexOf('.'));
      file =
          files.filter(f -> f.getFileName().toString().contains(suffix)).findFirst().orElseThrow();
    }
    Files.write(file, damage.apply(Files.readAllBytes(file)));
    try (CaseIndex index = new LuceneCaseIndex(other)) {
      assertThat(index.revisions()).as(name).isEmpty();
      index.put(List.of(new StoredCase(mass(), 8)));
      assertThat(index.byImage(Cases.vector(1, 0), CaseFilter.ALL, 5)).hasSize(1);
    }
  }

  @Test
  void anIndexOfAnotherSentenceEncoderIsBegunAnew() {
    Path other = closed();
    SentenceEncoder next =
        new SentenceEncoder() {
          @Override
          public String id() {
            return "next";
          }

          @Override
          public Optional<float[]> encode(String text) {
            return Optional.of(new float[] {1});
          }
        };
    try (CaseIndex index = new LuceneCaseIndex(other, next)) {
      assertThat(index.revisions()).isEmpty();
      index.put(List.of(new StoredCase(mass(), 8)));
      assertThat(index.byMeaning("anything", CaseFilter.ALL, 5)).hasSize(1);
    }
  }

  @Test
  void aFileThatIsNoIndexIsNoObstacle() throws IOException {
    Path other = Files.createDirectories(temp.resolve("litter"));
    Files.writeString(other.resolve("notes.txt"), "not an index");
    try (CaseIndex index = new LuceneCaseIndex(other)) {
      assertThat(index.revisions()).isEmpty();
    }
  }

  /** 3000 directions in 64 dimensions around 60 centres, seeded; the fake is the exact answer. */
  @Test
  void theGraphFindsNineOfTenOfTheTrueTenNearest() {
    Random random = new Random(3);
    float[][] centres = new float[60][64];
    for (float[] c : centres) {
      java.util.Arrays.setAll(new double[64], i -> c[i] = (float) random.nextGaussian());
    }
    List<StoredCase> cases = new ArrayList<>();
    for (int n = 0; n < 3000; n++) {
      cases.add(
          new StoredCase(Cases.named("c" + n).at(near(centres[n % 60], random)).build(), n + 1));
    }
    try (CaseIndex exact = new MemoryCaseIndex();
        CaseIndex graph = new LuceneCaseIndex(temp.resolve("graph"))) {
      exact.put(cases);
      for (int from = 0; from < cases.size(); from += 500) {
        graph.put(cases.subList(from, from + 500));
      }
      int found = 0;
      for (int q = 0; q < 50; q++) {
        var query = Cases.vector(near(centres[q], random));
        Set<String> truth = ids(exact.byImage(query, CaseFilter.ALL, 10));
        truth.retainAll(ids(graph.byImage(query, CaseFilter.ALL, 10)));
        found += truth.size();
      }
      assertThat(found / 500.0).isGreaterThan(0.9);
    }
  }

  private static float[] near(float[] centre, Random random) {
    float[] out = new float[centre.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = centre[i] + (float) random.nextGaussian();
    }
    return out;
  }

  private static Set<String> ids(List<Match> found) {
    Set<String> out = new HashSet<>();
    found.forEach(m -> out.add(m.caseId()));
    return out;
  }
}
