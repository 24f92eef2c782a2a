package io.sightline.study;

import static io.sightline.security.Api.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class StudiesResourceTest {
  @TempDir Path temp;

  private static byte[] zip(String study, int slices) {
    ZipBytes zip = new ZipBytes();
    for (int k = 0; k < slices; k++) {
      zip.with("a/" + k, DicomBytes.slice(study, study + ".1", k).bytes());
    }
    return zip.bytes();
  }

  @AfterEach
  void deleteAll() {
    List<String> ids = api().get("/api/studies?limit=500").jsonPath().getList("studies.id");
    ids.forEach(id -> api().delete("/api/studies/" + id).then().statusCode(204));
  }

  @Test
  void aZipIsStoredListedAndDeleted() {
    api()
        .contentType("application/zip")
        .body(zip("1.2.5", 4))
        .post("/api/studies")
        .then()
        .statusCode(201)
        .body("studies", hasSize(1))
        .body("rejected", hasSize(0))
        .body("studies[0].id", equalTo("1.2.5"))
        .body("studies[0].series[0].sequence", equalTo("T1"))
        .body("studies[0].series[0].evidence", containsString("TR 2300"))
        .body("studies[0].series[0].instances", equalTo(4))
        .body("studies[0].series[0].geometry.size", contains(8, 6, 4))
        .body("studies[0].series[0].geometry.spacing", contains(1f, 1f, 2f))
        .body("studies[0].series[0].volumes[0].sopInstanceUids", hasSize(4));

    api().get("/api/studies").then().statusCode(200).body("studies.id", contains("1.2.5"));
    api().get("/api/studies/1.2.5").then().body("description", equalTo("Head"));
    api().delete("/api/studies/1.2.5").then().statusCode(204);
    api().get("/api/studies/1.2.5").then().statusCode(404).body("code", equalTo("not_found"));
    api().delete("/api/studies/1.2.5").then().statusCode(404);
  }

  @Test
  void theVolumeComesAsNiftiInTheScannersGrid() throws IOException {
    api().contentType("application/zip").body(zip("1.2.6", 5)).post("/api/studies");
    byte[] nifti =
        api()
            .get("/api/studies/1.2.6/series/1.2.6.1/volume")
            .then()
            .statusCode(200)
            .contentType("application/gzip")
            .extract()
            .asByteArray();
    Path file = Files.write(temp.resolve("v.nii.gz"), nifti);
    Volume volume = NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
    assertThat(volume.geometry().toPatient(0, 0, 0).toArray()).containsExactly(-10, -20, 0);
    assertThat(volume.at(2, 2, 4)).isEqualTo(4);

    api().get("/api/studies/1.2.6/series/1.2.6.1/volume?index=1").then().statusCode(404);
    api().get("/api/studies/1.2.6/series/1.2.6.9/volume").then().statusCode(404);
  }

  @Test
  void aSingleDicomObject() {
    api()
        .contentType("application/dicom")
        .body(DicomBytes.slice("1.2.7", "1.2.7.1", 0).bytes())
        .post("/api/studies")
        .then()
        .statusCode(201)
        .body("studies[0].series[0].warnings.code", contains("single_slice"));
  }

  @Test
  void niftiPartsMakeOneStudyAndSayTheirSequence() {
    String first =
        api()
            .multiPart("FLAIR", "a.nii.gz", NiftiBytes.floats(5, 5, 5, 1).gzipped())
            .multiPart("files", "b_t2.nii", NiftiBytes.floats(6, 6, 6, 1).bytes())
            .post("/api/studies")
            .then()
            .statusCode(201)
            .body("studies", hasSize(1))
            .body("studies[0].id", startsWith("2.25."))
            .extract()
            .path("studies[0].id");
    List<String> sequences =
        api().get("/api/studies/" + first).jsonPath().getList("series.sequence");
    assertThat(sequences).containsExactlyInAnyOrder("FLAIR", "T2");
  }

  @Test
  void aSingleNiftiSaysItsSequenceInTheQuery() {
    byte[] nifti = NiftiBytes.floats(5, 5, 5, 1).gzipped();
    api()
        .contentType("application/gzip")
        .body(nifti)
        .post("/api/studies?sequence=flair&filename=x.nii.gz")
        .then()
        .statusCode(201)
        .body("studies[0].series[0].sequence", equalTo("FLAIR"))
        .body("studies[0].series[0].confidence", equalTo(1f));
    api()
        .contentType("application/gzip")
        .body(nifti)
        .post("/api/studies?sequence=T9")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad_request"));
  }

  @Test
  void theListComesInPages() {
    for (int i = 1; i <= 3; i++) {
      api()
          .contentType("application/dicom")
          .body(DicomBytes.slice("1.9." + i, "1.9." + i + ".1", 0).bytes())
          .post("/api/studies")
          .then()
          .statusCode(201);
    }
    var page = api().get("/api/studies?limit=2").jsonPath();
    assertThat(page.getList("studies.id")).isEqualTo(List.of("1.9.3", "1.9.2"));
    api()
        .get("/api/studies?limit=2&cursor=" + page.getString("cursor"))
        .then()
        .body("studies.id", contains("1.9.1"))
        .body("cursor", equalTo(null));
    api().get("/api/studies?cursor=nonsense").then().statusCode(400);
    api().get("/api/studies?limit=0").then().statusCode(400);
  }

  /** Sends the body of a form as it is written. */
  private static RequestSpecification form() {
    return api()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)));
  }

  @Test
  void whatIsNoUploadIsRefused() {
    api()
        .contentType("text/csv")
        .body("1;2")
        .post("/api/studies")
        .then()
        .statusCode(415)
        .body("code", equalTo("unsupported_media_type"));
    api()
        .multiPart("note", "no file here")
        .post("/api/studies")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad_request"));
    form()
        .contentType("multipart/form-data")
        .body("no boundary")
        .post("/api/studies")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    form()
        .contentType("multipart/form-data; boundary=x")
        .body("--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\ncut off")
        .post("/api/studies")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    api()
        .contentType("application/octet-stream")
        .body(new byte[0])
        .post("/api/studies")
        .then()
        .statusCode(422)
        .body("code", equalTo("empty_file"));
  }

  @Test
  void manyPartsOfOneForm() {
    var request = api();
    for (int k = 0; k < 1010; k++) {
      request.multiPart(
          "file", "IM" + k, DicomBytes.slice("1.2.8", "1.2.8.1", k).bytes(), "application/dicom");
    }
    request
        .post("/api/studies")
        .then()
        .statusCode(201)
        .body("studies[0].series[0].instances", equalTo(1010))
        .body("studies[0].series[0].volumes", hasSize(1));
  }
}
