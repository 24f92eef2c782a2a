package io.sightline.report.track;

import io.sightline.report.claim.Presence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a specialist says of one finding in one study.
 *
 * @param finding id in the lexicon
 * @param volumeMl of what it outlined; null when it outlines nothing
 * @param left share of that on the patient's left, 0..1; left and right are 0 when no side is known
 * @param right share on the right
 * @param sites names of the lexicon's sites that hold at least a twentieth of it, with their share
 * @param notIn names of the sites that hold less, of those that the anatomy can tell
 */
public record Statement(
    String finding,
    Presence presence,
    @Nullable Double volumeMl,
    double left,
    double right,
    Map<String, Double> sites,
    List<String> notIn) {
  public Statement {
    sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
    notIn = List.copyOf(notIn);
  }

  /** Without a place. */
  static Statement of(String finding, Presence presence) {
    return new Statement(finding, presence, null, 0, 0, Map.of(), List.of());
  }

  /** As evidence has it; places only where there are any. */
  Map<String, Object> value() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("finding", finding);
    out.put("presence", presence.word());
    if (volumeMl != null) {
      out.put("volumeMl", volumeMl);
    }
    if (left + right > 0) {
      out.put("left", left);
      out.put("right", right);
    }
    if (!sites.isEmpty()) {
      out.put("sites", sites);
      out.put("notIn", notIn);
    }
    return out;
  }

  /** Back from stored evidence. */
  static Statement read(Map<?, ?> value) {
    Map<String, Double> sites = new TreeMap<>();
    if (value.get("sites") instanceof Map<?, ?> shares) {
      shares.forEach((site, share) -> sites.put(site.toString(), number(share)));
    }
    List<String> notIn =
        value.get("notIn") instanceof List<?> names
            ? names.stream().map(Object::toString).toList()
            : List.of();
    return new Statement(
        String.valueOf(value.get("finding")),
        Presence.valueOf(String.valueOf(value.get("presence")).toUpperCase(Locale.ROOT)),
        value.get("volumeMl") instanceof Number ml ? Double.valueOf(ml.doubleValue()) : null,
        number(value.get("left")),
        number(value.get("right")),
        sites,
        notIn);
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number n ? n.doubleValue() : 0;
  }
}
