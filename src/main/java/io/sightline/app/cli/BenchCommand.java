package io.sightline.app.cli;

import io.sightline.app.bench.FaissProcess;
import io.sightline.app.bench.RetrievalBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench}: figures, each beside an alternative in the same run. */
@Command(
    name = "bench",
    description = "Benchmarks, each as ratios in one run.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED,
    synopsisSubcommandLabel = "retrieval")
final class BenchCommand {

  @Command(
      name = "retrieval",
      description = "The case index against exact search and FAISS HNSW on the same vectors.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = Exit.FAILED)
  int retrieval(
      @Option(
              names = "--vectors",
              split = ",",
              defaultValue = "10000,100000",
              description =
                  "How many, one or more sizes; 1000000 takes hours and some 6 GB of disk.")
          List<Integer> sizes,
      @Option(names = "--dimension", defaultValue = "256", description = "1 to 1024.")
          int dimension,
      @Option(names = "--queries", defaultValue = "200") int queries,
      @Option(
              names = "--python",
              defaultValue = "${sys:sightline.kit.python:-python3}",
              description = "Interpreter with faiss-cpu and numpy.")
          Path python,
      @Option(
              names = "--folder",
              description = "Where vectors and index lie meanwhile; a folder for temporary files.")
          @Nullable Path folder)
      throws IOException {
    QuietLog.apply();
    if (dimension < 1
        || dimension > 1024
        || queries < 1
        || queries > 100_000
        || sizes.stream().anyMatch(n -> n < 100)) {
      throw new CliException("Sizes begin at 100, dimensions are 1 to 1024, queries 1 to 100000.");
    }
    Terminal terminal = Terminal.system();
    Path script =
        Path.of(System.getProperty("sightline.home", ".")).resolve("models/kit/faiss_hnsw.py");
    RetrievalBench bench =
        new RetrievalBench(
            dimension,
            queries,
            new FaissProcess(python, script),
            terminal::line,
            System.err::println);
    for (int size : sizes) {
      try (TemporaryFolder own = TemporaryFolder.make(folder, "sightline-bench")) {
        requireRoom(own.path(), RetrievalBench.bytes(size, dimension));
        bench.run(size, own.path());
      }
    }
    return Exit.OK;
  }

  private static void requireRoom(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new CliException(
          String.format(
              Locale.ROOT,
              "This needs %.1f GB in %s, where %.1f GB are free; --folder names another place.",
              bytes / 1e9,
              folder.getParent(),
              free / 1e9));
    }
  }
}
