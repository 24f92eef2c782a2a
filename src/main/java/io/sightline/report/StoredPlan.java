package io.sightline.report;

import io.sightline.report.document.ReportJson;
import io.sightline.routing.RoutePlan;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A plan as a report keeps it, whole: {@code Router.plan} makes it again from what it carries and
 * the bundles that its choices name.
 */
public final class StoredPlan {
  /** Its evidence: kind {@code metadata}, this source. */
  public static final String SOURCE = "routing";

  private StoredPlan() {}

  static Map<String, Object> value(RoutePlan plan) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("quantity", "route-plan");
    out.put("plan", ReportJson.read(ReportJson.write(plan), Map.class));
    return out;
  }

  /** Back from the value of its evidence. */
  public static RoutePlan read(Map<String, Object> value) {
    return ReportJson.read(ReportJson.write(value.get("plan")), RoutePlan.class);
  }
}
