package io.sightline.app.eval;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.Report;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The findings that a report's measurements show without a word of the language model: volumes of
 * the lesion head and of structures, as the evidence has them, against the smallest sizes that a
 * truth counts. Volumes tell no kind of tumour, no subdural haematoma, no mass effect and no small
 * hippocampus: these are never found.
 */
final class MeasuredFindings {
  /** mL from which on something is there; those of the kit's facts. */
  private static final double CORE_ML = 0.15;

  private static final double ENHANCING_ML = 0.3;
  private static final double NECROSIS_ML = 0.5;
  private static final double OEDEMA_ML = 1.0;
  private static final double WHITE_MATTER_ML = 0.15;
  private static final double INFARCT_ML = 0.2;
  private static final double BLOOD_ML = 0.3;

  /** Share of the brain that large lateral ventricles take. */
  private static final double VENTRICLE_SHARE = 0.055;

  private MeasuredFindings() {}

  static Set<String> of(Report report, Collection<String> findings) {
    Map<String, Double> ml = volumes(report);
    double core = ml(ml, "core");
    double enhancing = ml(ml, "enhancing");
    double blood = ml(ml, "haemorrhage");
    double around = ml(ml, "lesion") - core - blood - ml(ml, "wmh") - ml(ml, "infarct");
    Set<String> out = new LinkedHashSet<>();
    add(out, "mass", core >= CORE_ML);
    add(out, "tumour-core", core >= CORE_ML);
    add(out, "enhancement", enhancing >= ENHANCING_ML);
    add(out, "necrosis", enhancing >= ENHANCING_ML && core - enhancing >= NECROSIS_ML);
    add(out, "oedema", (core >= CORE_ML || blood >= BLOOD_ML) && around >= OEDEMA_ML);
    add(out, "white-matter-hyperintensity", ml(ml, "wmh") >= WHITE_MATTER_ML);
    add(out, "infarct", ml(ml, "infarct") >= INFARCT_ML);
    add(out, "haemorrhage", blood >= BLOOD_ML);
    add(out, "ventriculomegaly", ventricles(ml) >= VENTRICLE_SHARE);
    out.retainAll(findings);
    return out;
  }

  private static void add(Set<String> out, String finding, boolean there) {
    if (there) {
      out.add(finding);
    }
  }

  private static double ventricles(Map<String, Double> ml) {
    double all = ml(ml, "brain");
    double lateral =
        ml(ml, "left-lateral-ventricle")
            + ml(ml, "right-lateral-ventricle")
            + ml(ml, "left-inferior-lateral-ventricle")
            + ml(ml, "right-inferior-lateral-ventricle");
    return all == 0 ? 0 : lateral / all;
  }

  private static double ml(Map<String, Double> volumes, String of) {
    return volumes.getOrDefault(of, 0.0);
  }

  /** By class of the lesion head and by structure; {@code brain} is all structures together. */
  private static Map<String, Double> volumes(Report report) {
    Map<String, Double> out = new HashMap<>();
    for (Evidence e : report.evidence()) {
      if (!e.source().startsWith("generalist:")) {
        continue;
      }
      if (e.value().get("volumes") instanceof Map<?, ?> lesions) {
        lesions.forEach((id, ml) -> put(out, String.valueOf(id), ml));
      }
      if (e.value().get("structures") instanceof List<?> structures) {
        put(out, "brain", e.value().get("totalMl"));
        for (Object s : structures) {
          if (s instanceof Map<?, ?> one) {
            put(out, String.valueOf(one.get("id")), one.get("volumeMl"));
          }
        }
      }
    }
    return out;
  }

  private static void put(Map<String, Double> out, String id, @Nullable Object ml) {
    if (ml instanceof Number n) {
      out.put(id, n.doubleValue());
    }
  }
}
