package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportPrinterTest {
  private static final String DRAFT =
      """
      {"id":"r","studyId":"1.2","status":"draft","attempt":1,"createdAt":"2026-11-23T12:00:00Z",
       "bundle":{"id":"brain-mr","version":"0.1.0","sha256":"00"},
       "inputs":[{"series":"1.2.3","volume":0,"sequence":"T1","confidence":0.98,"evidence":"","reason":""}],
       "missing":["T1C"],"contributions":[],"route":[],
       "sections":[{"name":"findings","sentences":["s1","s2"]}],
       "sentences":[
        {"id":"s1","text":"A mass lies in the left frontal lobe.","start":0,"end":37,
         "links":[{"region":"r1","score":0.91,"source":"mask-decoder","phrase":[2,6]}],
         "noRegion":false,"evidence":[],"claims":[],
         "verdict":{"status":"supported","reasons":["82 % of r1 lies there."]},
         "review":{"action":"pending"}},
        {"id":"s2","text":"No haemorrhage.","start":38,"end":53,"links":[],"noRegion":true,
         "evidence":[],"claims":[],"verdict":{"status":"not_checkable","reasons":[]},
         "review":{"action":"pending"}}],
       "regions":[{"id":"r1","label":"enhancing tumour","series":"1.2.3","volume":0,"score":0.91,
         "source":"mask-decoder","volumeMl":12.34,"maxDiameterMm":42.1,"components":1,
         "centroid":[1,2,3],"box":[[0,0,0],[1,1,1]],"side":"left","places":["left frontal lobe"],
         "colour":"#ff0000","keySlice":{"index":57},"mask":"/m"}],
       "evidence":[],"warnings":[{"code":"gap","message":"One slice is missing."}],
       "timings":{},"disclaimer":"Research use only. Not for diagnosis."}
      """;

  private static String printed(String json, boolean interactive) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Report report = ReportJson.read(json);
    new ReportPrinter(new Terminal(out, interactive)).print(report);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String ended(String status, String member) {
    return """
    {"id":"r","studyId":"1.2","status":"%s","attempt":1,"createdAt":"2026-11-23T12:00:00Z",
     "bundle":{"id":"brain-mr","version":"0.1.0","sha256":"00"},%s,
     "inputs":[],"missing":[],"contributions":[],"route":[],"sections":[],"sentences":[],
     "regions":[],"evidence":[],"warnings":[],"timings":{},"disclaimer":"d"}
    """
        .formatted(status, member);
  }

  @Test
  void everySentenceHasItsRegionsAndItsVerdict() {
    assertThat(printed(DRAFT, false))
        .isEqualToNormalizingNewlines(
            """
            Draft by brain-mr 0.1.0 from T1; without T1C

            FINDINGS

              A mass lies in the left frontal lobe.
                -> r1 enhancing tumour, left frontal lobe, 12.3 mL, 42 mm, score 0.91
                supported: 82 % of r1 lies there.

              No haemorrhage.
                no region
                not checkable

            Warning: One slice is missing.
            Research use only. Not for diagnosis.
            """);
  }

  @Test
  void aRemoteDraftNamesItsModelAndItsCallsAndObeysNoModel() {
    String json =
        DRAFT.replace(
            "\"evidence\":[],\"warnings\"",
            "\"evidence\":[],\"draftedBy\":{\"kind\":\"remote\",\"id\":\"big\"},\"toolCalls\":["
                + "{\"name\":\"measure\",\"arguments\":{\"finding\":\"mass\"},"
                + "\"result\":{\"totalMl\":14.1},\"latencyMs\":3},"
                + "{\"name\":\"x\",\"arguments\":\"\\u001b[2J\\u009b{\",\"latencyMs\":1,"
                + "\"error\":\"there is no such tool\"}],\"warnings\"");
    assertThat(printed(json, false))
        .contains(
            "Draft by big (remote), read and checked by brain-mr 0.1.0 from T1; without T1C",
            "Called measure {\"finding\":\"mass\"} -> {\"totalMl\":14.1} (3 ms)",
            "Called x  [2J { -> nothing: there is no such tool (1 ms)")
        .doesNotContain("\u001b", "\u009b");
  }

  @Test
  void coloursOnlyForAPerson() {
    assertThat(printed(DRAFT, false)).doesNotContain("\u001b");
    assertThat(printed(DRAFT, true)).contains("\u001b[32msupported\u001b[0m");
  }

  @Test
  void aRefusalIsSaidWithItsReason() {
    String json =
        ended("refused", "\"refusal\":{\"code\":\"out_of_scope\",\"reason\":\"This is a knee.\"}");
    assertThat(printed(json, false).strip()).isEqualTo("Refused: This is a knee. (out_of_scope)");
    assertThat(Drafting.exitCode(ReportJson.read(json))).isEqualTo(2);
  }

  @Test
  void aFailureIsSaidWithItsReason() {
    String json =
        ended("failed", "\"failure\":{\"code\":\"internal\",\"detail\":\"The work failed.\"}");
    assertThat(printed(json, false).strip()).isEqualTo("Failed: The work failed. (internal)");
    assertThat(Drafting.exitCode(ReportJson.read(json))).isEqualTo(1);
    assertThat(Drafting.exitCode(ReportJson.read(DRAFT))).isZero();
  }
}
