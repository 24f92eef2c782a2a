package io.sightline.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BearerAuthenticationTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/studies", "/q/health", "/q/metrics", "/q/openapi", "/nowhere"})
  void asksForTheTokenEverywhere(String path) {
    given()
        .get(path)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"))
        .contentType("application/problem+json")
        .body("code", equalTo("unauthorized"))
        .body("instance", equalTo(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong-token-0123456789",
        "Bearer",
        "Bearer ",
        "Basic dGVzdDp0ZXN0",
        "test-token-0123456789",
        "Bearer test-token-0123456789x"
      })
  void refusesAnythingElse(String header) {
    given().header("Authorization", header).get("/q/metrics").then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
  void leavesTheProbesOpen(String path) {
    given().get(path).then().statusCode(200).body("status", equalTo("UP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live/../../metrics", "/q/health/ready/../../openapi"})
  void probesAreNoDoorToOtherAddresses(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(not(200));
  }

  @Test
  void opensWithTheTokenWhateverTheCaseOfTheScheme() {
    Api.api().get("/q/metrics").then().statusCode(200);
    given().header("Authorization", "bearer " + Api.TOKEN).get("/q/metrics").then().statusCode(200);
  }
}
