package io.sightline.retrieval.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;

/** Gzip of JSON lines, one case a line. A line that cannot be used is named and left out. */
final class ExampleFile {
  private static final Logger LOG = Logger.getLogger(ExampleFile.class);
  private static final int MOST_LINES = 100_000;
  private static final int LONGEST_LINE = 1 << 17;
  private static final int MOST_COMPLAINTS = 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Why a line was left out; lines count from 1. */
  record Bad(int line, String reason) {}

  private final List<ExampleLine> lines = new ArrayList<>();
  private final List<Bad> bad = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private ExampleFile() {}

  /**
   * @throws IOException when the file cannot be read or is no gzip
   */
  static ExampleFile read(Path file) throws IOException {
    ExampleFile out = new ExampleFile();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int number = 1; next(reader, line); number++) {
        if (number > MOST_LINES) {
          throw new IOException("there are more than " + MOST_LINES + " lines");
        }
        out.add(number, line.toString());
      }
    }
    out.complain();
    return out;
  }

  /** The next line, cut when it is too long; false at the end. */
  private static boolean next(BufferedReader reader, StringBuilder line) throws IOException {
    line.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() <= LONGEST_LINE) {
        line.append((char) c);
      }
    }
    return true;
  }

  private void add(int number, String text) {
    try {
      if (text.length() > LONGEST_LINE) {
        throw new IllegalArgumentException("it is too long");
      }
      ExampleLine line = JSON.readValue(text, ExampleLine.class);
      if (line == null) {
        throw new IllegalArgumentException("it is empty");
      }
      line.check();
      if (!ids.add(String.valueOf(line.id()))) {
        throw new IllegalArgumentException("another line has its id");
      }
      lines.add(line);
    } catch (JsonProcessingException e) {
      bad.add(new Bad(number, "it is no JSON of a case"));
    } catch (IllegalArgumentException e) {
      bad.add(new Bad(number, String.valueOf(e.getMessage())));
    }
  }

  private void complain() {
    bad.stream()
        .limit(MOST_COMPLAINTS)
        .forEach(b -> LOG.warnf("Example cases: line %d is left out: %s.", b.line(), b.reason()));
    if (bad.size() > MOST_COMPLAINTS) {
      LOG.warnf("Example cases: %d more lines are left out.", bad.size() - MOST_COMPLAINTS);
    }
  }

  /** In the file's order. */
  List<ExampleLine> lines() {
    return List.copyOf(lines);
  }

  List<Bad> bad() {
    return List.copyOf(bad);
  }
}
