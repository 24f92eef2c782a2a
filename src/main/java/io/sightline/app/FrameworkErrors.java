package io.sightline.app;

import io.sightline.shared.ErrorCode;
import java.util.Optional;

/** Words for the errors that the HTTP framework raises by itself. */
final class FrameworkErrors {
  private static final String MULTIPART = "org.jboss.resteasy.reactive.server.core.multipart.";

  private FrameworkErrors() {}

  /**
   * The code of what the multipart parser itself threw: it has no exceptions of its own for a form
   * that is cut off, damaged or has too many parts.
   */
  static Optional<ErrorCode> ofMultipart(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    if (trace.length == 0 || !trace[0].getClassName().startsWith(MULTIPART)) {
      return Optional.empty();
    }
    boolean tooMany = String.valueOf(e.getMessage()).startsWith("Param limit of");
    return Optional.of(tooMany ? ErrorCode.TOO_LARGE : ErrorCode.BAD_REQUEST);
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
