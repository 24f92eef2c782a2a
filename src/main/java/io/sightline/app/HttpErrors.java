package io.sightline.app;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The same problems for what fails before or beside a route: huge bodies, unknown addresses. */
@Singleton
final class HttpErrors {
  private static final Logger LOG = Logger.getLogger(HttpErrors.class);
  private static final int AFTER_AUTHENTICATION = 900;

  private final long bodyLimit;

  HttpErrors(@ConfigProperty(name = "sightline.limits.body") MemorySize bodyLimit) {
    this.bodyLimit = bodyLimit.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::refuseLargeBodies, AFTER_AUTHENTICATION);
  }

  void register(@Observes Router router) {
    router.errorHandler(404, context -> answer(context, ErrorCode.NOT_FOUND));
    router.errorHandler(405, context -> answer(context, ErrorCode.METHOD_NOT_ALLOWED));
    router.errorHandler(413, context -> answer(context, ErrorCode.TOO_LARGE));
    router.errorHandler(400, context -> answer(context, ErrorCode.BAD_REQUEST));
    router.errorHandler(500, HttpErrors::unexpected);
  }

  /** By the declared length, before a byte of the body is read. */
  private void refuseLargeBodies(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && tooLarge(length)) {
      context.response().endHandler(sent -> context.request().connection().close());
      answer(context, ErrorCode.TOO_LARGE);
    } else {
      context.next();
    }
  }

  private boolean tooLarge(String length) {
    try {
      return Long.parseLong(length) > bodyLimit;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static void unexpected(RoutingContext context) {
    LOG.errorf(context.failure(), "%s failed unexpectedly", context.request().path());
    answer(context, ErrorCode.INTERNAL);
  }

  private static void answer(RoutingContext context, ErrorCode code) {
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    Problem problem = Problem.of(code, FrameworkErrors.detail(code), context.request().path());
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Json.encode(problem));
  }
}
