package io.sightline.app.cli;

/** A failure that is told in one sentence and ends the command with exit code 1. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }
}
