package io.sightline.report.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LexiconReaderTest {

  @Test
  void thePackagedLexiconHoldsTogether() {
    Lexicon lexicon = LexiconReader.read(LexiconSource.packaged());
    assertThat(lexicon.finding("glioma").orElseThrow().isA("mass")).isTrue();
    assertThat(lexicon.site("frontal lobe").orElseThrow().covers("left-frontal-lobe")).isTrue();
    assertThat(lexicon.site("basal-ganglia").orElseThrow().covers("right-putamen")).isTrue();
    assertThat(lexicon.site("thalamus").orElseThrow().covers("right-putamen")).isFalse();
    assertThat(lexicon.cues().get("no evidence of"))
        .isEqualTo(new Cue(Cue.Polarity.ABSENT, Cue.Reach.FORWARD));
    assertThat(lexicon.units().get("cm")).isEqualTo(new Unit("length", "mm", 10));
  }

  @Test
  void allErrorsAreToldAtOnceWithFileAndLine() {
    Map<String, String> broken = new HashMap<>();
    broken.put(
        "findings.yaml",
        """
        findings:
          - id: Mass Lesion
            name: mass
            extent: everywhere
            colour: red
            kinds: [growth]
        """);
    broken.put("laterality.yaml", "left: [left\n");
    LexiconSource source = file -> broken.getOrDefault(file, LexiconSource.packaged().read(file));

    LexiconException e =
        catchThrowableOfType(LexiconException.class, () -> LexiconReader.read(source));

    assertThat(e.problems())
        .contains(
            "findings.yaml:2: 'Mass Lesion' is not kebab-case",
            "findings.yaml:4: 'everywhere' is none of [focal, beside, diffuse, relation]",
            "findings.yaml:5: 'red' is no colour of the form #rrggbb",
            "findings.yaml:6: there is no finding 'growth'")
        .anyMatch(p -> p.matches("anatomy.yaml:\\d+: there is no finding 'ventriculomegaly'"))
        .anyMatch(p -> p.startsWith("laterality.yaml:2: "));
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    LexiconSource source =
        file -> {
          if (file.equals("cues.yaml")) {
            throw new java.io.FileNotFoundException(file);
          }
          return LexiconSource.packaged().read(file);
        };
    LexiconException e =
        catchThrowableOfType(LexiconException.class, () -> LexiconReader.read(source));
    assertThat(e.problems()).contains("cues.yaml:1: cannot be read");
  }
}
