package io.sightline.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Shows how far a report is: a bar for a person, a line per stage for a file. */
final class Progress {
  private static final int WIDTH = 30;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Terminal terminal;
  private String shown = "";

  Progress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The data of a {@code stage} event. */
  record Stage(String name, double fraction) {}

  void event(String name, String data) {
    if (name.equals("stage")) {
      show(stage(data));
    } else if (name.equals("restart")) {
      show(new Stage("restart", 0));
    }
  }

  private static Stage stage(String data) {
    try {
      return JSON.readValue(data, Stage.class);
    } catch (JsonProcessingException e) {
      throw new CliException("The server sent an event that cannot be read.");
    }
  }

  private void show(Stage stage) {
    if (terminal.interactive()) {
      int full = (int) Math.round(Math.clamp(stage.fraction(), 0, 1) * WIDTH);
      terminal.overwrite(
          "[%s%s] %3.0f %%  %s"
              .formatted(
                  "#".repeat(full),
                  ".".repeat(WIDTH - full),
                  stage.fraction() * 100,
                  stage.name()));
    } else if (!stage.name().equals(shown)) {
      terminal.line("%3.0f %%  %s".formatted(stage.fraction() * 100, stage.name()));
    }
    shown = stage.name();
  }

  void end() {
    if (terminal.interactive()) {
      terminal.overwrite("");
    }
  }
}
