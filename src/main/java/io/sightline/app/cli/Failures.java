package io.sightline.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a person why a command failed: in one sentence where the cause is foreseen. */
public final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception e, CommandLine commandLine, ParseResult parseResult) {
    if (e instanceof CliException) {
      commandLine.getErr().println(e.getMessage());
    } else {
      e.printStackTrace(commandLine.getErr());
    }
    return Exit.FAILED;
  }
}
