package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.sightline.report.ReportTestProfile;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import io.sightline.security.Api;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder to a printed report and its exports, over HTTP, with a toy head for a model. */
@QuarkusTest
@TestProfile(ReportTestProfile.class)
class DraftingTest {
  @TempDir Path temp;
  @TestHTTPResource URI server;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private ApiClient client = new ApiClient(URI.create("http://127.0.0.1"), Api.TOKEN);
  private Path folder = Path.of("");

  @BeforeEach
  void study() throws Exception {
    client = new ApiClient(server, Api.TOKEN);
    folder = Files.createDirectories(temp.resolve("study"));
    Files.write(folder.resolve("head_flair.nii.gz"), ReportTestProfile.sourceNifti());
    Files.writeString(folder.resolve("notes.txt"), "no image");
  }

  private Report draft() {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Drafting(client, new Terminal(out, false)).run(folder);
  }

  @Test
  void printsStagesThenSentencesWithRegionsAndVerdicts() {
    Report report = draft();
    assertThat(Drafting.exitCode(report)).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Left out notes.txt: The file is neither DICOM nor NIfTI.")
        .containsPattern("(?m)^ *\\d+ %  draft$")
        .contains("from FLAIR", "FINDINGS", "A mass in the left frontal lobe", "No oedema.")
        .containsPattern("-> r1 .*, [0-9.]+ mL, [0-9]+ mm, score 0\\.\\d\\d")
        .contains("no region", "Research use only. Not for diagnosis.");
  }

  @Test
  void writesTheReportItsExportsAndMasks() throws Exception {
    Report report = draft();
    Path out = temp.resolve("out");
    Exports exports = new Exports(client);
    exports.all(report, out);
    exports.json(report, temp.resolve("report.json"));

    assertThat(ReportJson.read(Files.readString(temp.resolve("report.json")))).isEqualTo(report);
    assertThat(out.resolve("report.html")).content().contains("A mass in the left frontal lobe");
    assertThat(out.resolve("report.txt")).isNotEmptyFile();
    assertThat(out.resolve("regions.nii.gz")).isNotEmptyFile();
    assertThat(out.resolve("masks/r1.nii.gz")).isNotEmptyFile();
  }

  @Test
  void tellsAProblemInTheServersWords() throws Exception {
    Path empty = Files.createFile(temp.resolve("empty.dcm"));
    assertThatThrownBy(() -> client.upload(UploadBody.of(empty)))
        .isInstanceOf(CliException.class)
        .hasMessage("The file is empty. (empty_file)");
    ApiClient stranger = new ApiClient(server, "wrong-token-0123456789");
    assertThatThrownBy(() -> stranger.report("x"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("(unauthorized)");
  }

  @Test
  void saysWhichFileCannotBeWritten() {
    Path nowhere = temp.resolve("missing/report.json");
    assertThatThrownBy(() -> client.download("/api/studies", nowhere))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("cannot be written");
  }
}
