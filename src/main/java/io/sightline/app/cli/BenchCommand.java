package io.sightline.app.cli;

import io.sightline.app.bench.FaissProcess;
import io.sightline.app.bench.RetrievalBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
              description = "How many, one or more sizes; 1000000 takes some 4 GB.")
          List<Integer> sizes,
      @Option(names = "--dimension", defaultValue = "256", description = "1 to 1024.")
          int dimension,
      @Option(names = "--queries", defaultValue = "200") int queries,
      @Option(
              names = "--python",
              defaultValue = "${sys:sightline.kit.python:-python3}",
              description = "Interpreter with faiss-cpu and numpy.")
          Path python)
      throws IOException {
    QuietLog.apply();
    if (dimension < 1 || dimension > 1024 || queries < 1 || sizes.stream().anyMatch(n -> n < 100)) {
      throw new CliException("Sizes begin at 100, dimensions are 1 to 1024.");
    }
    Terminal terminal = Terminal.system();
    Path script =
        Path.of(System.getProperty("sightline.home", ".")).resolve("models/kit/faiss_hnsw.py");
    RetrievalBench bench =
        new RetrievalBench(dimension, queries, new FaissProcess(python, script), terminal::line);
    for (int size : sizes) {
      Path folder = Files.createTempDirectory("sightline-bench");
      try {
        bench.run(size, folder);
      } finally {
        TemporaryFolder.delete(folder);
      }
    }
    return Exit.OK;
  }
}
