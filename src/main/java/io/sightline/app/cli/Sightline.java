package io.sightline.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sightline}: lists the commands. */
@Command(
    name = "sightline",
    description =
        "Drafts radiology reports in which every sentence points at the voxels it speaks of.",
    footer = "%nResearch use only. Not for diagnosis.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED,
    version = "Sightline 0.1.0",
    subcommands = {
      DemoCommand.class,
      StartCommand.class,
      ReportCommand.class,
      AskCommand.class,
      BenchCommand.class,
      EvalCommand.class
    })
public final class Sightline implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
