package io.sightline.report.lexicon;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code measurements.yaml} as read. */
record MeasureFile(Map<String, Unit> units, Set<String> times, List<String> notSize) {

  static MeasureFile read(Yaml root) {
    Map<String, Yaml> parts = root.map(Set.of("units", "times", "notSize"));
    Map<String, Unit> units = new HashMap<>();
    for (Yaml item : root.required(parts, "units").list()) {
      Map<String, Yaml> e = item.map(Set.of("words", "quantity", "unit", "factor"));
      Unit unit =
          new Unit(
              quantity(item.required(e, "quantity")),
              item.required(e, "unit").text(),
              item.required(e, "factor").number());
      item.required(e, "words").strings().forEach(w -> units.put(w, unit));
    }
    return new MeasureFile(
        units,
        new HashSet<>(root.required(parts, "times").strings()),
        root.required(parts, "notSize").strings());
  }

  private static String quantity(Yaml yaml) {
    String quantity = yaml.text();
    if (!Set.of("length", "volume", "area").contains(quantity)) {
      yaml.problem("'" + quantity + "' is none of length, volume, area");
    }
    return quantity;
  }
}
