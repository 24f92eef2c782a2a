package io.sightline.report.tool;

/** Why a call gave nothing, in words that the model reads and the answer records. */
final class ToolRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolRefusal(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
