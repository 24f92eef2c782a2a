package io.sightline.retrieval;

import io.sightline.retrieval.lucene.LuceneCaseIndex;
import io.sightline.store.DataFolder;
import io.sightline.store.TestDatabase;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;

/** A process that keeps cases, removes every third again, until it is killed; it says which. */
public final class CaseCrashChild {
  private CaseCrashChild() {}

  /** Arguments: data folder, number of the first case. */
  public static void main(String[] args) {
    DataFolder folder = new DataFolder(Path.of(args[0])).create();
    CaseBase cases = base(folder);
    cases.catchUp();
    for (int n = Integer.parseInt(args[1]); true; n++) {
      cases.keep(numbered(n));
      System.out.println("kept c" + n);
      if (n % 3 == 0) {
        System.out.println("removing c" + n);
        cases.remove("c" + n);
        System.out.println("removed c" + n);
      }
    }
  }

  static Case numbered(int n) {
    return Cases.named("c" + n)
        .at((float) Math.cos(n), (float) Math.sin(n))
        .text("Case number" + n + " shows a mass.")
        .build();
  }

  static CaseBase base(DataFolder folder) {
    return new CaseBase(
        Jdbi.create(TestDatabase.file(folder)), new LuceneCaseIndex(folder.caseIndex()));
  }
}
