package io.sightline.export;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.InputRef;
import io.sightline.report.document.Link;
import io.sightline.report.document.Report;
import io.sightline.report.document.Section;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Plain text for a terminal or a mail: each sentence with its regions and verdict below it. */
final class TextExport implements Export {

  @Override
  public String kind() {
    return "text";
  }

  @Override
  public Exported export(ExportMaterial material) {
    byte[] text = text(material.report()).getBytes(StandardCharsets.UTF_8);
    return new Exported("text/plain;charset=UTF-8", "report.txt", text);
  }

  static String text(Report r) {
    StringBuilder out = new StringBuilder();
    out.append("Report ").append(r.id()).append(" (").append(r.status().word()).append(")\n");
    out.append("Study ").append(r.studyId()).append('\n');
    out.append("Bundle ").append(r.bundle().id()).append(' ').append(r.bundle().version());
    out.append('\n');
    if (r.draftedBy() != null && r.draftedBy().kind().equals("remote")) {
      out.append("Drafted by ").append(ToolCall.plain(r.draftedBy().id())).append(" (remote)\n");
    }
    for (InputRef i : r.inputs()) {
      out.append(
          String.format(
              Locale.ROOT, "%s: %s (confidence %.2f)%n", i.sequence(), i.reason(), i.confidence()));
    }
    if (!r.missing().isEmpty()) {
      out.append("Missing: ").append(String.join(", ", r.missing())).append('\n');
    }
    if (r.refusal() != null) {
      out.append("\nRefused: ").append(r.refusal().reason()).append('\n');
    }
    if (r.failure() != null) {
      out.append("\nNot finished: ").append(r.failure().detail()).append('\n');
    }
    r.sections().forEach(s -> section(out, r, s));
    calls(out, r);
    return out.append('\n').append(r.disclaimer()).append('\n').toString();
  }

  private static void calls(StringBuilder out, Report r) {
    if (!r.toolCalls().isEmpty()) {
      out.append("\nASKED FOR WHILE DRAFTING\n");
    }
    for (ToolCall c : r.toolCalls()) {
      out.append(c.asked()).append("\n    ").append(c.answered());
      out.append(" (").append(c.latencyMs()).append(" ms)\n");
    }
  }

  private static void section(StringBuilder out, Report r, Section section) {
    out.append('\n').append(section.name().toUpperCase(Locale.ROOT)).append('\n');
    for (String id : section.sentences()) {
      r.sentence(id).ifPresent(s -> sentence(out, r, s));
    }
  }

  private static void sentence(StringBuilder out, Report r, Sentence s) {
    out.append(s.words()).append('\n');
    review(out, s);
    if (s.links().isEmpty()) {
      out.append("    no region\n");
    }
    for (Link link : s.links()) {
      r.region(link.region())
          .ifPresent(g -> out.append("    ").append(RegionWords.line(g)).append('\n'));
    }
    String verdict = s.verdict().status().word().replace('_', ' ');
    out.append("    ").append(verdict).append(": ");
    out.append(String.join(" ", s.verdict().reasons())).append('\n');
    cases(out, r, s);
  }

  private static void cases(StringBuilder out, Report r, Sentence s) {
    List<Evidence> cited = r.cited(s, "case");
    if (!cited.isEmpty()) {
      out.append("    similar cases that say so: ");
      out.append(String.join(", ", cited.stream().map(Evidence::source).toList())).append('\n');
    }
  }

  private static void review(StringBuilder out, Sentence s) {
    if (s.review().isRejected()) {
      out.append("    rejected by ").append(s.review().by()).append('\n');
    } else if (s.review().text() != null) {
      out.append("    edited by ").append(s.review().by());
      out.append("; drafted: ").append(s.text()).append('\n');
    }
  }
}
