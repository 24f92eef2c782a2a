package io.sightline.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.store.ChildJvm;
import io.sightline.store.DataFolder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at any instant: what was kept is found, what was removed is gone, whatever came between.
 */
class CaseCrashTest {
  private static final int KILLS = 4;

  @TempDir Path temp;

  @Test
  void whatWasAcknowledgedHolds() throws Exception {
    Random instants = new Random(11);
    Set<String> kept = new TreeSet<>();
    Set<String> removed = new HashSet<>();
    Set<String> unknown = new HashSet<>();
    for (int round = 0; round < KILLS; round++) {
      try (ChildJvm child =
          new ChildJvm(CaseCrashChild.class, temp.toString(), String.valueOf(1000 * round))) {
        child.await("removed ", 2);
        Thread.sleep(instants.nextInt(120));
        child.kill();
        kept.addAll(named(child, "kept "));
        removed.addAll(named(child, "removed "));
        unknown.addAll(named(child, "removing "));
      }
    }
    kept.removeAll(unknown);
    assertThat(kept).hasSizeGreaterThan(2 * KILLS);

    CaseBase cases = CaseCrashChild.base(new DataFolder(temp));
    for (String id : kept) {
      Case c = CaseCrashChild.numbered(Integer.parseInt(id.substring(1)));
      assertThat(ids(cases, new CaseQuery(null, "number" + id.substring(1), CaseFilter.ALL, 1)))
          .containsExactly(id);
      assertThat(ids(cases, new CaseQuery(c.embedding(), null, CaseFilter.ALL, 1)))
          .containsExactly(id);
    }
    for (String id : removed) {
      assertThat(cases.find(id)).isEmpty();
      assertThat(ids(cases, new CaseQuery(null, "number" + id.substring(1), CaseFilter.ALL, 5)))
          .isEmpty();
    }
    assertThat(cases.size()).isBetween((long) kept.size(), (long) kept.size() + 2 * KILLS);
  }

  private static List<String> named(ChildJvm child, String prefix) throws Exception {
    return child.lines(prefix).stream().map(l -> l.substring(prefix.length())).toList();
  }

  private static List<String> ids(CaseBase cases, CaseQuery query) {
    return cases.search(query).stream().map(h -> h.value().id()).toList();
  }
}
