package io.sightline.inference;

import static io.sightline.security.Api.api;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The bundles of this repository over HTTP. */
@QuarkusTest
class BundleResourceTest {

  @Test
  void everyBundleIsListedInAKnownStateAndNoneOfOursIsRefused() {
    api()
        .get("/api/bundles")
        .then()
        .statusCode(200)
        .body("bundles.state", everyItem(is(oneOf("ready", "unloaded"))));
  }

  @Test
  void anUnknownBundleIsAProblemWithACode() {
    for (String call : new String[] {"load", "unload"}) {
      api()
          .post("/api/bundles/nothing/" + call)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("code", equalTo("not_found"));
    }
    api().get("/api/bundles/nothing").then().statusCode(404);
  }
}
