package io.sightline.app.cli;

import io.sightline.chat.answer.Answer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ask PATH QUESTION}. */
@Command(
    name = "ask",
    description = "Asks one question about a DICOM file or folder, a zip, or NIfTI files.",
    footer = {"", "Exit code: 0 answered, 2 declined, 1 failed."},
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class AskCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "PATH", description = "File, folder or zip.")
  Path path = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "QUESTION",
      description = "For example \"Is there a mass?\" or \"show me the oedema\".")
  String question = "";

  @Mixin DataOption data = new DataOption();

  @Override
  public Integer call() {
    QuietLog.apply();
    Terminal terminal = Terminal.system();
    UploadBody.of(path);
    try (Connection connection = Connection.open(data.folder())) {
      Answer answer = new Asking(connection.client(), terminal).run(path, question);
      return answer.declined() == null ? Exit.OK : Exit.REFUSED;
    }
  }
}
