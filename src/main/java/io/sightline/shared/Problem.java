package io.sightline.shared;

/**
 * The body of an error answer: RFC 9457 {@code application/problem+json}.
 *
 * @param title the HTTP status in words
 * @param status HTTP status code
 * @param detail one sentence for the reader; never a path of the server or a stack trace
 * @param instance path of the request
 * @param code stable; see {@link ErrorCode}
 */
public record Problem(
    String type, String title, int status, String detail, String instance, String code) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem(String title, int status, String detail, String instance, String code) {
    this("about:blank", title, status, detail, instance, code);
  }

  public static Problem of(ErrorCode code, String detail, String instance) {
    return new Problem(code.title(), code.status(), detail, instance, code.code());
  }
}
