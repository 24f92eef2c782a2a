package io.sightline.app.cli;

import io.sightline.report.document.Report;
import io.sightline.store.DataFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description = "Drafts a report on the example study, prints it, and keeps serving.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port (default: 8042; 0: any free one).")
  @Nullable Integer port;

  @Option(names = "--exit", description = "End after the report instead of serving on.")
  boolean exit;

  @Mixin DataOption data = new DataOption();

  @Override
  public Integer call() {
    QuietLog.apply();
    Terminal terminal = Terminal.system();
    DataFolder folder = data.folder();
    try (LocalServer server = LocalServer.start(folder, port)) {
      ApiClient client = new ApiClient(server.url(), Connection.token(folder));
      Report report = new Drafting(client, terminal).run(example());
      if (Drafting.isDrafted(report)) {
        Path out = folder.root().resolve("demo");
        new Exports(client).all(report, out);
        terminal.line("The same with pictures: " + out.resolve("report.html").toUri());
      }
      terminal.line("");
      Address.print(terminal, server.url(), folder);
      if (exit) {
        return Drafting.exitCode(report);
      }
      terminal.line("Ctrl-C ends it.");
      server.await();
      return Drafting.exitCode(report);
    }
  }

  private static Path example() {
    return Path.of(System.getProperty("sightline.home", "."), "examples", "glioma");
  }
}
