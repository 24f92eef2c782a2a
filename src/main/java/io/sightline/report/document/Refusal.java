package io.sightline.report.document;

/** Why a study was not reported. */
public record Refusal(String code, String reason) {

  public static Refusal outOfScope(String reason) {
    return new Refusal("out_of_scope", reason);
  }
}
