package io.sightline.app.cli;

import io.sightline.store.DataFolder;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code start}. */
@Command(
    name = "start",
    description = "Serves in the foreground until Ctrl-C.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class StartCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port (default: 8042; 0: any free one).")
  @Nullable Integer port;

  @Option(
      names = "--example-cases",
      description = "Begin with the synthetic cases of examples/cases; marked wherever they show.")
  boolean exampleCases;

  @Mixin DataOption data = new DataOption();

  @Override
  public Integer call() {
    DataFolder folder = data.folder();
    if (exampleCases) {
      System.setProperty("sightline.cases.examples", ExampleCaseFile.shipped().toString());
    }
    try (LocalServer server = LocalServer.start(folder, port)) {
      Address.print(Terminal.system(), server.url(), folder);
      server.await();
      return Exit.OK;
    }
  }
}
