package io.sightline.app.cli;

import io.sightline.app.cli.ApiClient.StudyRef;
import io.sightline.app.cli.Terminal.Colour;
import io.sightline.chat.answer.Answer;
import io.sightline.shared.Warning;
import java.nio.file.Path;

/** From a path and a question to a printed answer. */
final class Asking {
  private final ApiClient client;
  private final Terminal terminal;

  Asking(ApiClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  Answer run(Path path, String question) {
    StudyRef study = new Drafting(client, terminal).upload(path);
    Answer answer = client.ask(client.openChat(study.id()).id(), question);
    print(answer);
    return answer;
  }

  private void print(Answer answer) {
    if (answer.sentences().isEmpty() && answer.declined() != null) {
      terminal.line("");
      terminal.line("  " + answer.declined().reason());
    }
    ReportPrinter sentences = new ReportPrinter(terminal);
    answer.sentences().forEach(s -> sentences.sentence(s, answer.regions()));
    terminal.line("");
    if (answer.declined() != null) {
      terminal.line(
          terminal.paint(Colour.YELLOW, "Declined") + " (" + answer.declined().code() + ")");
    }
    sentences.calls(answer.toolCalls());
    for (Warning warning : answer.warnings()) {
      terminal.line(terminal.paint(Colour.YELLOW, "Warning: ") + warning.message());
    }
    terminal.line(
        terminal.paint(
            Colour.GREY,
            "%s %s, %s. %s"
                .formatted(
                    answer.answeredBy().id(),
                    answer.answeredBy().version(),
                    answer.answeredBy().kind(),
                    answer.disclaimer())));
  }
}
