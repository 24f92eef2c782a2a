package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.app.eval.CaseFile.Expected;
import io.sightline.app.eval.CaseFile.Question;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.answer.AnsweredBy;
import io.sightline.chat.answer.Declined;
import io.sightline.report.document.Sentence;
import io.sightline.report.remote.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that say what they should, whatever their words. */
class AnswerJudgeTest {
  private static final AnswerJudge JUDGE = new AnswerJudge(Drafted.SAID, SaidTest.FINDINGS);

  private static Answer answer(String text) {
    boolean declines = text.contains("cannot be");
    List<Sentence> sentences = Drafted.sentences(text.split("(?<=\\.) (?=[A-Z])"));
    String code = text.contains("answered") ? "not_answerable" : "not_assessable";
    return new Answer(
        "asked",
        text,
        sentences,
        List.of(),
        List.of(),
        declines ? new Declined(code, text) : null,
        new AnsweredBy("bundle", "toy", "1", "0".repeat(64), null),
        List.of(),
        List.of(),
        List.of(),
        Usage.NONE,
        Map.of(),
        Answer.DISCLAIMER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"present": true}    | Yes. The mass lies in the left insula.             | true
          {"present": true}    | No. No mass is seen.                               | false
          {"present": false}   | There is no infarct.                               | true
          {"present": false}   | This cannot be answered from these images.         | false
          {"present": false}   | Oedema cannot be assessed without FLAIR images.    | false
          {"declined": true}   | This cannot be answered from these images.         | true
          {"declined": true}   | There is no infarct.                               | false
          {"unassessable": ["oedema"]} | Oedema cannot be assessed without FLAIR images.      | true
          {"unassessable": ["oedema"]} | Enhancement cannot be assessed without T1C images.   | false
          {"unassessable": []} | All four sequences are available.                  | true
          {"site": "insula", "side": "left"}  | The mass lies in the left insula.   | true
          {"site": "insula", "side": "left"}  | The mass lies in the right insula.  | false
          {"site": "insula", "side": "left"}  | The mass lies in the left thalamus. | false
          {"side": "left"}     | The mass is on the left.                           | true
          {"side": "left"}     | The mass is on the right.                          | false
          {"side": null, "equal": true} | The lateral ventricles are of equal size. | true
          {"side": "left", "equal": false} | The left lateral ventricle is larger than the right. | true
          {"count": "two"}     | There are two masses.                              | true
          {"count": "many"}    | There is a single mass.                            | false
          {"sequences": ["FLAIR"]} | The mass is best seen on FLAIR.                | true
          {"sequences": ["T1"]} | The mass is best seen on T1C.                     | false
          {"findings": ["mass", "oedema"]} | Left insular mass. There is oedema.    | true
          {"findings": ["mass"]} | Left insular mass. Acute infarct.                | false
          {"findings": []}     | No intracranial mass.                              | true
          {"volumeMl": 4}      | The mass has a volume of 4 mL.                     | false
          """)
  void judgesWhatIsSaid(String expected, String answer, boolean right)
      throws JsonProcessingException {
    Expected expect = new ObjectMapper().readValue(expected, Expected.class);
    assertThat(JUDGE.right(new Question("any", "?", expect), answer(answer))).isEqualTo(right);
  }
}
