package io.sightline.report.claim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads {@code sentences.txt}. */
record SentenceTable(List<Row> rows) {

  record Row(String sentence, List<String> claims) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static SentenceTable read() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(SentenceTable.class.getResourceAsStream("sentences.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("> ")) {
          rows.add(new Row(line.substring(2), new ArrayList<>()));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          rows.getLast().claims().add(line.replaceAll(" {2,}", "  ").strip());
        }
      }
    }
    return new SentenceTable(rows);
  }

  /** A claim in the table's form. */
  static String written(Claim c) {
    Measurement m = c.measurement();
    return String.join(
        "  ",
        c.finding(),
        c.presence().word(),
        c.laterality() == Laterality.NONE ? "-" : c.laterality().word(),
        c.site() == null ? "-" : c.site(),
        m == null
            ? "-"
            : String.format(Locale.ROOT, "%s %s %s", m.quantity(), plain(m.value()), m.unit()));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
