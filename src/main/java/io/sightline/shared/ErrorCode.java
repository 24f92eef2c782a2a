package io.sightline.shared;

import java.util.Locale;

/**
 * Every problem a client can meet, tied to its HTTP status. The lower-case name is the stable
 * {@code code} of the RFC 9457 body; add codes freely, rename none.
 */
public enum ErrorCode {
  BAD_REQUEST(400),
  UNAUTHORIZED(401),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  CONFLICT(409),
  SIGNED(409),
  PENDING_SENTENCES(409),
  PRECONDITION_FAILED(412),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  EMPTY_FILE(422),
  TRUNCATED(422),
  NOT_DICOM(422),
  INVALID_DICOM(422),
  INVALID_NIFTI(422),
  INVALID_ARCHIVE(422),
  ENCRYPTED_ARCHIVE(422),
  NESTED_ARCHIVE(422),
  UNSUPPORTED_TRANSFER_SYNTAX(422),
  UNSUPPORTED_PIXEL_FORMAT(422),
  CORRUPT_PIXEL_DATA(422),
  DUPLICATE_UID(422),
  NO_VOLUME(422),
  GEOMETRY(422),
  OUT_OF_SCOPE(422),
  INVALID_BUNDLE(422),
  CANNOT_ANSWER(422),
  PRECONDITION_REQUIRED(428),
  BUSY(429),
  CANCELLED(409),
  INTERNAL(500),
  REMOTE_FAILED(502),
  REMOTE_UNAVAILABLE(503),
  NO_BUNDLE(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** HTTP status code. */
  public int status() {
    return status;
  }

  /** The status in words, as RFC 9110 has it. */
  public String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }

  /** The stable code that clients see, for example {@code too_large}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
