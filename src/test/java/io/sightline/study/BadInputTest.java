package io.sightline.study;

import static io.sightline.security.Api.api;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.sightline.shared.ErrorCode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is normal input: a clear problem with a code, nothing lost, neighbours kept. */
@QuarkusTest
class BadInputTest {

  static List<BadInput> bad() {
    return BadInput.all();
  }

  static List<BadInput> odd() {
    return BadInput.odd();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aloneIsAProblemWithACode(BadInput input) {
    api()
        .contentType("application/octet-stream")
        .header("Content-Disposition", "attachment; filename=\"" + input.name() + "\"")
        .body(input.content())
        .post("/api/studies")
        .then()
        .statusCode(both(greaterThanOrEqualTo(400)).and(lessThan(500)))
        .statusCode(ErrorCode.valueOf(input.code().toUpperCase(Locale.ROOT)).status())
        .contentType("application/problem+json")
        .body("code", equalTo(input.code()))
        .body("rejected[0].code", equalTo(input.code()))
        .body("detail", not(containsString("Exception")))
        .body("detail", not(containsString("/")));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void besideAGoodFileLeavesThatUnharmed(BadInput input) {
    byte[] good = DicomBytes.slice("1.2.42", "1.2.42.1", 0).bytes();
    api()
        .multiPart("a", input.name(), input.content(), "application/octet-stream")
        .multiPart("b", "good.dcm", good, "application/dicom")
        .post("/api/studies")
        .then()
        .statusCode(202)
        .body("studies", hasSize(1))
        .body("studies[0].id", equalTo("1.2.42"))
        .body("rejected", hasSize(1))
        .body("rejected[0].code", equalTo(input.code()))
        .body("rejected[0].reason", not(containsString("Exception")));
    api().get("/api/studies/1.2.42").then().statusCode(200).body("series", hasSize(1));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void whatIsOddAndReadableIsTaken(BadInput input) {
    var answer =
        api()
            .multiPart("file", input.name(), input.content(), "application/octet-stream")
            .post("/api/studies")
            .then()
            .statusCode(201)
            .body("studies", hasSize(1));
    if (!input.code().isEmpty()) {
      answer.body("studies[0].series[0].warnings.code", hasItem(input.code()));
    }
  }
}
