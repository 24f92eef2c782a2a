package io.sightline.security;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;

/** Requests of tests against the running server, with the token of the test profile. */
public final class Api {
  public static final String TOKEN = "test-token-0123456789";

  private Api() {}

  public static RequestSpecification api() {
    return given().header("Authorization", "Bearer " + TOKEN);
  }
}
