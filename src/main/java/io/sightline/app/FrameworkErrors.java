package io.sightline.app;

import io.sightline.shared.ErrorCode;

/** Words for the errors that the HTTP framework raises by itself. */
final class FrameworkErrors {
  private FrameworkErrors() {}

  /** The multipart parser has no exception of its own for a form with too many parts. */
  static boolean isTooManyParts(Throwable e) {
    return e.getClass() == RuntimeException.class
        && String.valueOf(e.getMessage()).startsWith("Param limit of");
  }

  static ErrorCode code(int status) {
    return switch (status) {
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 429 -> ErrorCode.BUSY;
      default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL;
    };
  }

  static String detail(ErrorCode code) {
    return switch (code) {
      case NOT_FOUND -> "There is nothing at this address.";
      case METHOD_NOT_ALLOWED -> "This address does not take this method.";
      case NOT_ACCEPTABLE -> "This address cannot answer in a type that the request accepts.";
      case TOO_LARGE -> "The request is larger than this server takes.";
      case UNSUPPORTED_MEDIA_TYPE -> "This address does not take a body of this Content-Type.";
      case BUSY -> "The server is busy; try again in a while.";
      case BAD_REQUEST -> "The request cannot be understood.";
      default -> "The server failed; its log says why.";
    };
  }
}
