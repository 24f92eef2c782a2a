package io.sightline.report.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.report.lexicon.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 3,388 figure captions of all of radiology (ROCO, CC BY): reading them neither crashes nor
 * invents. "Invents" is decided by plain substring searches that share no code with the extractor.
 */
class RocoCaptionsTest {
  private static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());
  private static final ClaimExtractor EXTRACTOR = new ClaimExtractor(LEXICON);
  private static List<String> captions = List.of();

  @BeforeAll
  static void load() throws IOException {
    Path shared =
        Path.of(Optional.ofNullable(System.getenv("SIGHTLINE_SHARED")).orElse("../shared"));
    Path file = shared.resolve("data/roco_captions/captions_ccby.tsv");
    assumeTrue(Files.isRegularFile(file), "the ROCO captions are not on this machine");
    try (Stream<String> lines = Files.lines(file)) {
      captions = lines.skip(1).map(l -> l.split("\t")).map(f -> f[f.length - 1]).toList();
    }
  }

  @Test
  void aCaptionWithoutAFindingOfTheLexiconClaimsNothing() {
    List<String> without = captions.stream().filter(c -> !mentionsAnyFinding(c)).toList();
    assertThat(without).hasSizeGreaterThan(1000);
    for (String caption : without) {
      assertThat(EXTRACTOR.claims(caption))
          .as(caption)
          .allMatch(c -> c.presence() == Presence.ABSENT && c.site() != null);
      assertThat(
              EXTRACTOR.claims(caption).stream()
                  .filter(
                      c ->
                          !plain(caption)
                              .matches(
                                  ".*(normal|unremarkable|intact|preserv|symmetric|patent|shifted|displaced|enlarged|limits|appropriate|central).*")))
          .as(caption)
          .isEmpty();
    }
  }

  @Test
  void everyPartOfAClaimStandsInTheCaption() {
    for (String caption : captions) {
      String text = plain(caption);
      for (Claim claim : EXTRACTOR.claims(caption)) {
        if (claim.laterality() == Laterality.LEFT || claim.laterality() == Laterality.RIGHT) {
          assertThat(text).matches("(?s).*\\b(" + claim.laterality().word() + "|lt|rt).*");
        }
        if (claim.site() != null) {
          Site site = LEXICON.site(claim.site()).orElseThrow();
          assertThat(mentions(text, siteWords(site))).as(caption + " -> " + claim).isTrue();
        }
        if (claim.measurement() != null) {
          assertThat(text).as(claim.toString()).containsPattern("\\d");
        }
      }
    }
  }

  @Test
  void whatStandsBehindNoEvidenceIsAbsent() {
    for (Finding finding : LEXICON.findings()) {
      for (String word : finding.words()) {
        assertThat(EXTRACTOR.claims("There is no evidence of " + word.replace("...", "is") + "."))
            .as(word)
            .isNotEmpty()
            .allMatch(c -> c.presence() == Presence.ABSENT);
      }
    }
  }

  private static boolean mentionsAnyFinding(String caption) {
    String text = plain(caption);
    return LEXICON.findings().stream()
        .anyMatch(f -> mentions(text, f.words()) || mentions(text, f.plurals()));
  }

  private static List<String> siteWords(Site site) {
    List<String> out = new ArrayList<>(site.words());
    out.addAll(site.plurals());
    out.addAll(site.adjectives());
    return out;
  }

  /** Whether the stem of every word of one of the phrases occurs somewhere. */
  private static boolean mentions(String text, List<String> phrases) {
    return phrases.stream()
        .anyMatch(
            p ->
                Stream.of(plain(p).split("[^\\p{L}\\p{N}]+"))
                    .filter(w -> !w.isEmpty())
                    .allMatch(
                        w -> text.contains(w.length() > 4 ? w.substring(0, w.length() - 1) : w)));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replace("oedem", "edem")
        .replace("tumour", "tumor")
        .replace("haem", "hem")
        .replace("ischaem", "ischem")
        .replace("grey", "gray")
        .replace("centre", "center")
        .replace("generalis", "generaliz");
  }
}
