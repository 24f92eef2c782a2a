package io.sightline.app.cli;

/** Exit codes of the commands. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int REFUSED = 2;

  private Exit() {}
}
