package io.sightline.study;

import java.io.IOException;
import java.nio.file.Path;

/** A process that stores one study after the other until it is killed, and says which are in. */
public final class IngestCrashChild {
  static final int SLICES = 12;

  private IngestCrashChild() {}

  /** Arguments: data folder, number of the first study. */
  public static void main(String[] args) throws IOException {
    Bench bench = Bench.durable(Path.of(args[0]));
    bench.ledger.sweep();
    for (int i = Integer.parseInt(args[1]); true; i++) {
      ZipBytes zip = new ZipBytes();
      for (int k = 0; k < SLICES; k++) {
        zip.with("IM" + k, DicomBytes.slice("1.7." + i, "1.7." + i + ".1", k).bytes());
      }
      bench.upload("study.zip", zip.bytes());
      System.out.println("stored 1.7." + i);
    }
  }
}
