package io.sightline.report.claim;

import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Mark;
import io.sightline.report.lexicon.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers with units: {@code 4.2 x 3.1 x 2.8 cm} is one measurement whose size is 42 mm. */
final class MeasurementReader {
  private static final int NEAR = 3;

  private final Lexicon lexicon;

  MeasurementReader(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** A measurement and the tokens it takes. */
  record Found(StatedMeasure stated, Mention<Measurement> mention) {}

  List<Found> read(Marked s) {
    List<Found> out = new ArrayList<>();
    for (int i = 0; i < s.tokens().size(); i++) {
      Found found = s.tokens().get(i).isNumber() ? at(s, i) : null;
      if (found != null) {
        out.add(found);
        i = found.mention().to() - 1;
      }
    }
    return out;
  }

  private @Nullable Found at(Marked s, int start) {
    List<Token> t = s.tokens();
    double largest = 0;
    Unit unit = null;
    int i = start;
    while (i < t.size() && t.get(i).isNumber()) {
      double value = t.get(i).number();
      i++;
      Unit here = i < t.size() ? lexicon.units().get(t.get(i).text()) : null;
      if (here != null) {
        unit = here;
        i++;
      }
      largest = Math.max(largest, value);
      if (i + 1 < t.size()
          && lexicon.times().contains(t.get(i).text())
          && t.get(i + 1).isNumber()) {
        i++;
      } else {
        break;
      }
    }
    return unit == null ? null : found(s, start, i, largest * unit.factor(), unit);
  }

  private Found found(Marked s, int from, int to, double value, Unit unit) {
    double rounded = Math.round(value * 1e6) / 1e6;
    Measurement m = new Measurement(quantity(s, from, to, unit), rounded, unit.unit());
    List<Integer> at = new ArrayList<>();
    for (int i = from; i < to; i++) {
      at.add(i);
    }
    StatedMeasure stated =
        new StatedMeasure(m, s.tokens().get(from).start(), s.tokens().get(to - 1).end());
    return new Found(stated, new Mention<>(m, at));
  }

  private static String quantity(Marked s, int from, int to, Unit unit) {
    return switch (unit.quantity()) {
      case "volume" -> "volume";
      case "area" -> "area";
      default ->
          s.marked(Mark.NOT_SIZE, Math.max(0, from - NEAR), Math.min(to + NEAR, s.tokens().size()))
              ? "distance"
              : "max-diameter";
    };
  }
}
