package io.sightline.app;

import static io.sightline.security.Api.api;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sightline.shared.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, the answer is RFC 9457 with a stable code, and tells nothing of the server. */
@QuarkusTest
class ProblemMappingTest {

  private static void isProblem(Response response, int status, String code, String instance) {
    response
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("code", equalTo(code))
        .body("instance", equalTo(instance))
        .body("type", equalTo("about:blank"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeHasItsStatus(ErrorCode code) {
    Response response = api().get("/failing/problem?code=" + code);
    isProblem(response, code.status(), code.code(), "/failing/problem");
    response.then().body("detail", equalTo("A knee.")).body("title", equalTo(code.title()));
  }

  @Test
  void busySaysWhenToComeBack() {
    api().get("/failing/problem?code=BUSY").then().header("Retry-After", "10");
  }

  @Test
  void hidesWhatIsUnexpected() {
    Response response = api().get("/failing/unexpected");
    isProblem(response, 500, "internal", "/failing/unexpected");
    response.then().body(not(containsString("secret"))).body(not(containsString("at io.")));
  }

  @Test
  void unknownAddresses() {
    isProblem(api().get("/failing/nothing"), 404, "not_found", "/failing/nothing");
    isProblem(api().get("/nowhere"), 404, "not_found", "/nowhere");
    isProblem(api().get("/q/nowhere"), 404, "not_found", "/q/nowhere");
    isProblem(api().get("/failing/problem?code=NO_SUCH"), 404, "not_found", "/failing/problem");
  }

  @Test
  void wrongMethodTypeAndAccept() {
    isProblem(api().delete("/failing/json"), 405, "method_not_allowed", "/failing/json");
    isProblem(
        api().contentType("text/csv").body("1;2").post("/failing/json"),
        415,
        "unsupported_media_type",
        "/failing/json");
    isProblem(
        api().contentType("application/json").accept("image/png").body("{}").post("/failing/json"),
        406,
        "not_acceptable",
        "/failing/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"number\":\"many\"}", "nonsense", "{\"number\":1}}{"})
  void badJson(String body) {
    Response response = api().contentType("application/json").body(body).post("/failing/json");
    if (body.endsWith("}{")) {
      Assertions.assertThat(response.statusCode()).isIn(200, 400);
    } else {
      isProblem(response, 400, "bad_request", "/failing/json");
      response.then().body(not(containsString("io.sightline")));
    }
  }

  @Test
  void refusesAHugeBodyBeforeReadingIt() throws IOException {
    URI server = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST /api/studies HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer test-token-0123456789\r
          Content-Type: application/zip\r
          Content-Length: 999999999999999\r
          \r
          """
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Assertions.assertThat(answer).startsWith("HTTP/1.1 413").contains("\"too_large\"");
    }
  }

  @Test
  void describesItself() {
    api()
        .accept("application/json")
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Sightline"))
        .body("info.license.name", equalTo("Apache-2.0"))
        .body("components.securitySchemes.bearer.scheme", equalTo("bearer"));
  }
}
