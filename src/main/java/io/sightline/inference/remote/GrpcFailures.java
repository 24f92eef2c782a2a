package io.sightline.inference.remote;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What gRPC says, in our words. */
final class GrpcFailures {
  private static final Logger LOG = Logger.getLogger(GrpcFailures.class);

  private GrpcFailures() {}

  static OipFailure of(StatusRuntimeException e, Optional<String> token) {
    Status status = e.getStatus();
    String code = " (" + status.getCode() + ")";
    return switch (status.getCode()) {
      case UNAVAILABLE -> OipFailure.later("it cannot be reached", e);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          OipFailure.unavailable("it refuses the token" + code, e);
      case NOT_FOUND -> OipFailure.unavailable("it has no such model" + code, e);
      case UNIMPLEMENTED -> OipFailure.unavailable("it does not speak the protocol" + code, e);
      case DEADLINE_EXCEEDED -> OipFailure.failed("it did not answer in time", e);
      case RESOURCE_EXHAUSTED ->
          OipFailure.failed("there is no room for the call or its answer" + code, e);
      case CANCELLED -> OipFailure.failed("the call broke off", e);
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> refused(status, code, e, token);
      default -> OipFailure.failed("it failed itself" + code, e);
    };
  }

  /** The server's own words are for the log alone, where an operator needs them. */
  private static OipFailure refused(
      Status status, String code, StatusRuntimeException e, Optional<String> token) {
    LOG.warnf(
        "A model server refused a request: %s",
        HttpFailures.plain(String.valueOf(status.getDescription()), token));
    return OipFailure.failed("it refuses the request" + code, e);
  }
}
