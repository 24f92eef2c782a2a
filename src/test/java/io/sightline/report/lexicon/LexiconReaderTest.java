package io.sightline.report.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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

  /** Models are trained on these words: a change here needs a new model. */
  @Test
  void theWordsOfEvidenceAreAFixedVocabulary() {
    Map<String, String> words = new TreeMap<>();
    for (Finding f : LexiconReader.read(LexiconSource.packaged()).findings()) {
      if (f.evidence() != null) {
        words.put(f.id(), f.evidence().word() + (f.evidence().sited() ? "" : " (no site)"));
      }
    }
    assertThat(words)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("mass", "mass"),
                Map.entry("tumour", "mass"),
                Map.entry("glioma", "glioma"),
                Map.entry("metastasis", "metastasis"),
                Map.entry("meningioma", "meningioma"),
                Map.entry("extra-axial-mass", "meningioma"),
                Map.entry("white-matter-hyperintensity", "white-matter hyperintensities (no site)"),
                Map.entry("infarct", "infarct"),
                Map.entry("haemorrhage", "haemorrhage"),
                Map.entry("haematoma", "haemorrhage"),
                Map.entry("subdural-haematoma", "subdural haematoma"),
                Map.entry("oedema", "oedema"),
                Map.entry("enhancing-tumour", "enhancement"),
                Map.entry("enhancement", "enhancement"),
                Map.entry("necrosis", "necrosis"),
                Map.entry("ventriculomegaly", "large ventricles (no site)"),
                Map.entry("hippocampal-atrophy", "small hippocampus"),
                Map.entry("mass-effect", "mass effect (no site)")));
  }

  @Test
  void aWordOfEvidenceCanEndNoItemAndNoLine() {
    String findings =
        """
        findings:
          - {id: a, name: a, extent: focal, colour: "#000000", evidenceWord: "mass; glioma"}
          - {id: b, name: b, extent: focal, colour: "#000000", evidenceWord: "<seg>"}
          - {id: c, name: c, extent: focal, colour: "#000000", evidenceSite: false}
          - {id: d, name: d, extent: focal, colour: "#000000", evidenceWord: cyst, evidenceSite: no}
        """;
    LexiconSource source =
        file -> file.equals("findings.yaml") ? findings : LexiconSource.packaged().read(file);
    LexiconException e =
        catchThrowableOfType(LexiconException.class, () -> LexiconReader.read(source));
    assertThat(e.problems())
        .contains(
            "findings.yaml:2: 'mass; glioma' is not one to five words of small letters",
            "findings.yaml:3: '<seg>' is not one to five words of small letters",
            "findings.yaml:4: 'evidenceSite' is given without 'evidenceWord'",
            "findings.yaml:5: true or false is expected");
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
