package io.sightline.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import io.sightline.store.DataFolder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Asks every request for {@code Authorization: Bearer …} before anything else looks at it; only the
 * health probes are open.
 */
@Singleton
final class BearerAuthentication {
  private static final int BEFORE_EVERYTHING = 1000;
  private static final String SCHEME = "Bearer ";
  private static final Set<String> OPEN = Set.of("/q/health/live", "/q/health/ready");

  private final Token token;

  BearerAuthentication(
      DataFolder folder, @ConfigProperty(name = "sightline.token") Optional<String> configured) {
    this.token = configured.map(Token::new).orElseGet(() -> TokenFile.readOrCreate(folder.token()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_EVERYTHING);
  }

  private void check(RoutingContext context) {
    if (OPEN.contains(context.request().path()) || authorised(context)) {
      context.next();
    } else {
      refuse(context);
    }
  }

  private boolean authorised(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && token.matches(header.substring(SCHEME.length()).strip());
  }

  private static void refuse(RoutingContext context) {
    Problem problem =
        Problem.of(
            ErrorCode.UNAUTHORIZED,
            "This server asks for its token: send it as Authorization: Bearer.",
            context.request().path());
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("WWW-Authenticate", "Bearer realm=\"sightline\"")
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Json.encode(problem));
  }
}
