package io.sightline.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ask}: answers that it is not there yet. */
@Command(
    name = "ask",
    description = "One question about a study (not there yet).",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class AskCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "PATH QUESTION", hidden = true)
  List<String> words = List.of();

  @Override
  public Integer call() {
    System.err.println("ask is not there yet; sightline report PATH drafts a report.");
    return Exit.FAILED;
  }
}
