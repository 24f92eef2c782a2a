package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Findings of volumes alone. */
class MeasuredFindingsTest {
  private static Set<String> found(Map<String, Object> lesions, double ventricleMl) {
    Map<String, Object> structures = new LinkedHashMap<>();
    structures.put("quantity", "structure-volumes");
    structures.put("totalMl", 1000.0);
    structures.put(
        "structures",
        List.of(
            Map.of("id", "left-lateral-ventricle", "name", "x", "volumeMl", ventricleMl),
            Map.of("id", "brain-stem", "name", "y", "volumeMl", 25.0)));
    Report report =
        Report.queued(
                "r",
                "s",
                Instant.EPOCH,
                new BundleRef("b", "1", "0".repeat(64), null),
                ReportOptions.DEFAULT)
            .toBuilder()
            .evidence(
                List.of(
                    new Evidence("e1", "measurement", "generalist:b", Map.of("volumes", lesions)),
                    new Evidence("e2", "measurement", "generalist:b", structures),
                    new Evidence(
                        "e3",
                        "measurement",
                        "specialist:x",
                        Map.of("volumes", Map.of("wmh", 9.0)))))
            .build();
    return MeasuredFindings.of(report, SaidTest.FINDINGS);
  }

  @Test
  void aTumourHasACoreAndWhatLiesAroundItIsOedema() {
    assertThat(
            found(
                Map.of("lesion", 30.0, "core", 10.0, "enhancing", 4.0, "wmh", 0.1, "infarct", 0.0),
                20))
        .containsExactlyInAnyOrder("mass", "tumour-core", "enhancement", "necrosis", "oedema");
  }

  @Test
  void whatIsLeftOfALesionWithoutACoreIsNoOedema() {
    assertThat(found(Map.of("lesion", 9.0, "core", 0.1, "infarct", 5, "wmh", 2.0), 20))
        .containsExactlyInAnyOrder("infarct", "white-matter-hyperintensity");
  }

  @Test
  void bloodAndLargeVentricles() {
    assertThat(found(Map.of("lesion", 4.0, "haemorrhage", 3.5), 55))
        .containsExactlyInAnyOrder("haemorrhage", "ventriculomegaly");
  }

  @Test
  void onlyTheGeneralistsHeadIsRead() {
    assertThat(found(Map.of(), 20)).isEmpty();
  }
}
