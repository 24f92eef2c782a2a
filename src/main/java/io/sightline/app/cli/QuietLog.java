package io.sightline.app.cli;

/** Keeps the server's log off the screen of commands that print something else. */
final class QuietLog {
  private QuietLog() {}

  /** Call before the server starts; warnings still go to the data folder's log file. */
  static void apply() {
    System.setProperty("quarkus.log.console.level", "ERROR");
  }
}
