package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.sightline.chat.answer.Answer;
import io.sightline.report.AnsweringTestProfile;
import io.sightline.report.ReportTestProfile;
import io.sightline.security.Api;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file and a question to a printed answer, over HTTP, with a toy model. */
@QuarkusTest
@TestProfile(AnsweringTestProfile.class)
class AskingTest {
  @TempDir Path temp;
  @TestHTTPResource URI server;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Answer ask(String question) throws Exception {
    Path file = temp.resolve("head_flair.nii.gz");
    Files.write(file, ReportTestProfile.sourceNifti());
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    ApiClient client = new ApiClient(server, Api.TOKEN);
    return new Asking(client, new Terminal(out, false)).run(file, question);
  }

  @Test
  void printsTheAnswerWithRegionsAndVerdicts() throws Exception {
    assertThat(ask("Is there a mass?").declined()).isNull();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("Yes. The mass lies in the left frontal lobe.")
        .containsPattern("-> r1 mass, [^,]+, 14\\.1 mL, 30 mm, score 0\\.99")
        .contains("supported: ", "toy-answers", "Research use only. Not for diagnosis.");
  }

  @Test
  void printsWhyItDeclines() throws Exception {
    assertThat(ask("show me the banana").declined()).isNotNull();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("No word of the lexicon is in \"banana\".", "Declined (unknown_word)");
  }

  @Test
  void tellsAProblemInTheServersWords() {
    assertThatThrownBy(() -> ask(" "))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("The question is empty. (bad_request)");
  }
}
