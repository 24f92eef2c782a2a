package io.sightline.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.sightline.app.cli.Failures;
import io.sightline.app.cli.Sightline;
import picocli.CommandLine;

/** The program: {@code ./sightline COMMAND}. */
@QuarkusMain
public class Main {
  public static void main(String[] args) {
    CommandLine commands = new CommandLine(new Sightline());
    commands.setExecutionExceptionHandler(new Failures());
    System.exit(commands.execute(args));
  }
}
