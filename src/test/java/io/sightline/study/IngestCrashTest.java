package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.Sha256;
import io.sightline.store.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any instant of an ingest leaves either the whole study or none. */
class IngestCrashTest {
  private static final int KILLS = 5;

  @TempDir Path temp;

  @Test
  void leavesWholeStudiesOrNone() throws Exception {
    Random instants = new Random(7);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < KILLS; round++) {
      try (ChildJvm child =
          new ChildJvm(IngestCrashChild.class, temp.toString(), String.valueOf(1000 * round))) {
        child.await("stored ", 2);
        Thread.sleep(instants.nextInt(150));
        child.kill();
        acknowledged.addAll(child.lines("stored "));
      }
    }
    check(acknowledged.stream().map(line -> line.substring("stored ".length())).toList());
  }

  private void check(List<String> acknowledged) throws IOException {
    Bench bench = Bench.durable(temp);
    bench.ledger.sweep();
    List<Study> studies = bench.studies.page(Optional.empty(), 10_000).studies();

    assertThat(studies).extracting(Study::id).containsAll(acknowledged);
    assertThat(studies.size() - acknowledged.size()).isBetween(0, KILLS);
    for (Study study : studies) {
      whole(bench, study);
    }
    assertThat(bench.folder.staging()).isEmptyDirectory();
    assertThat(filesBelow(bench.folder.blobs())).hasSize(studies.size() * IngestCrashChild.SLICES);
  }

  private static void whole(Bench bench, Study study) throws IOException {
    Series series = study.series().getFirst();
    assertThat(series.instances()).isEqualTo(IngestCrashChild.SLICES);
    List<StoredInstance> stored =
        bench.jdbi.withHandle(h -> StudyRepository.instances(h, study.id(), series.uid()));
    assertThat(stored).hasSize(IngestCrashChild.SLICES);
    for (StoredInstance instance : stored) {
      try (InputStream in = bench.blobs.open(instance.sha256())) {
        assertThat(Sha256.of(in)).isEqualTo(instance.sha256());
      }
    }
    assertThat(bench.studies.volume(study.id(), series.uid(), 0).at(0, 0, 7)).isEqualTo(7);
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
