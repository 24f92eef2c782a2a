package io.sightline.app;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import io.sightline.shared.ProblemException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a route as RFC 9457 problem; what is unexpected is logged and not told. */
final class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final int RETRY_AFTER_SECONDS = 10;

  @ServerExceptionMapper
  Response problem(ProblemException e, UriInfo uri) {
    if (e.code() == ErrorCode.INTERNAL) {
      LOG.errorf(e, "%s failed", uri.getPath());
    }
    return answer(Problem.of(e.code(), e.detail(), uri.getPath()), e.code());
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException e, UriInfo uri) {
    if (e.getCause() instanceof ProblemException problem) {
      return problem(problem, uri);
    }
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    ErrorCode code = FrameworkErrors.code(status);
    if (code == ErrorCode.INTERNAL) {
      LOG.errorf(e, "%s failed", uri.getPath());
    }
    return answer(Problem.of(code, FrameworkErrors.detail(code), uri.getPath()), code);
  }

  @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
  Response json(JacksonException e, UriInfo uri) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line %d, column %d)"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    String detail = "The body is not the JSON that this route takes" + where + ".";
    return answer(Problem.of(ErrorCode.BAD_REQUEST, detail, uri.getPath()), ErrorCode.BAD_REQUEST);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e, UriInfo uri) {
    Optional<ErrorCode> multipart = FrameworkErrors.ofMultipart(e);
    if (multipart.isPresent()) {
      return framework(new WebApplicationException(multipart.get().status()), uri);
    }
    LOG.errorf(e, "%s failed unexpectedly", uri.getPath());
    return answer(
        Problem.of(ErrorCode.INTERNAL, FrameworkErrors.detail(ErrorCode.INTERNAL), uri.getPath()),
        ErrorCode.INTERNAL);
  }

  private static Response answer(Problem problem, ErrorCode code) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (code == ErrorCode.BUSY) {
      response.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    return response.build();
  }
}
