package io.sightline.export;

import io.sightline.export.HtmlPictures.Picture;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.InputRef;
import io.sightline.report.document.Link;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.Section;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One page without any outside part: each sentence with its key-slice picture, its regions and its
 * verdict. Light and dark as the reader's system has it; prints on paper.
 */
final class HtmlExport implements Export {
  private static final int LARGEST = 10;
  private final String css = resource("/export/report.css");

  @Override
  public String kind() {
    return "html";
  }

  @Override
  public Exported export(ExportMaterial material) {
    byte[] page = page(material).getBytes(StandardCharsets.UTF_8);
    return new Exported("text/html;charset=UTF-8", "report.html", page);
  }

  private String page(ExportMaterial material) {
    Report r = material.report();
    HtmlPictures pictures = new HtmlPictures(material);
    Html h = new Html();
    h.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    h.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    h.raw("<title>Draft report</title><style>").raw(css).raw("</style></head><body>\n");
    h.raw("<p class=\"disclaimer\" role=\"note\">").text(r.disclaimer()).raw("</p>\n");
    head(h, r);
    outcome(h, r);
    r.sections().forEach(s -> section(h, r, s, pictures));
    structures(h, r);
    calls(h, r);
    h.raw("<footer><p class=\"disclaimer\">").text(r.disclaimer()).raw("</p></footer>\n");
    return h.raw("</body></html>\n").toString();
  }

  private static void head(Html h, Report r) {
    h.raw("<header>").element("h1", "Draft report").raw("<dl>");
    row(h, "Study", r.studyId());
    row(h, "Report", r.id() + " (" + r.status().word() + "), " + r.createdAt());
    String bundle = r.bundle().id() + " " + r.bundle().version();
    if (r.draftedBy() != null && r.draftedBy().kind().equals("remote")) {
      row(h, "Drafted by", r.draftedBy().id() + " (remote)");
      row(h, "Read and checked by", bundle);
    } else {
      row(h, "Drafted by", bundle);
    }
    for (InputRef i : r.inputs()) {
      String weight =
          r.contributions().stream()
              .filter(c -> c.sequence().equals(i.sequence()))
              .map(c -> String.format(Locale.ROOT, ", weight %.2f", c.weight()))
              .findFirst()
              .orElse("");
      row(
          h,
          i.sequence(),
          String.format(Locale.ROOT, "%s; confidence %.2f%s", i.reason(), i.confidence(), weight));
    }
    if (!r.missing().isEmpty()) {
      row(h, "Not given", String.join(", ", r.missing()));
    }
    h.raw("</dl></header>\n");
  }

  private static void row(Html h, String term, String text) {
    h.element("dt", term).element("dd", text);
  }

  private static void outcome(Html h, Report r) {
    if (r.refusal() != null) {
      h.raw("<section class=\"refused\">").element("h2", "Refused");
      h.element("p", r.refusal().reason()).raw("</section>\n");
    }
    if (r.failure() != null) {
      h.raw("<section class=\"refused\">").element("h2", "Not finished");
      h.element("p", r.failure().detail()).raw("</section>\n");
    }
  }

  private static void section(Html h, Report r, Section section, HtmlPictures pictures) {
    String name = section.name();
    h.raw("<section>");
    h.element("h2", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    for (String id : section.sentences()) {
      r.sentence(id).ifPresent(s -> sentence(h, r, s, pictures.of(r, s)));
    }
    h.raw("</section>\n");
  }

  private static void sentence(Html h, Report r, Sentence s, List<Picture> pictures) {
    h.raw("<article id=\"" + Html.escape(s.id()) + "\"><div class=\"pictures\">");
    for (Picture p : pictures) {
      h.raw("<figure><img alt=\"").text(p.caption() + ", outlined: " + s.text());
      h.raw("\" src=\"" + p.dataUri() + "\">").element("figcaption", p.caption());
      h.raw("</figure>");
    }
    h.raw("</div><div class=\"words\"><p class=\"text\">").text(s.words()).raw("</p>");
    review(h, s);
    regions(h, r, s);
    String status = s.verdict().status().word();
    h.raw("<p><span class=\"verdict " + status + "\">").text(status.replace('_', ' '));
    h.raw("</span></p><ul class=\"reasons\">");
    s.verdict().reasons().forEach(reason -> h.element("li", reason));
    h.raw("</ul></div></article>\n");
  }

  private static void review(Html h, Sentence s) {
    if (s.review().isRejected()) {
      h.element("p", "Rejected by " + s.review().by());
    } else if (s.review().text() != null) {
      h.element("p", "Edited by " + s.review().by() + "; drafted: " + s.text());
    }
  }

  private static void regions(Html h, Report r, Sentence s) {
    if (s.links().isEmpty()) {
      h.raw("<p class=\"region none\">No region</p>");
    }
    for (Link link : s.links()) {
      Region g = r.region(link.region()).orElseThrow();
      h.raw("<p class=\"region\"><span class=\"swatch\" style=\"background:" + colour(g) + "\">");
      h.raw("</span><b>").text(g.id() + " " + g.label()).raw("</b> ");
      h.text(RegionWords.measures(g)).raw("</p>");
    }
  }

  private static String colour(Region region) {
    return region.colour().matches("#[0-9a-f]{6}") ? region.colour() : "#888888";
  }

  private static void structures(Html h, Report r) {
    for (Evidence e : r.evidence()) {
      if (e.value().get("structures") instanceof List<?> all) {
        h.raw("<section class=\"structures\">");
        h.element("h2", "Largest structures").raw("<table>");
        all.stream().limit(LARGEST).forEach(s -> structure(h, (Map<?, ?>) s));
        h.raw("</table></section>\n");
      }
    }
  }

  /** What a remote generalist asked the server for. */
  private static void calls(Html h, Report r) {
    if (r.toolCalls().isEmpty()) {
      return;
    }
    h.raw("<section class=\"structures\">");
    h.element("h2", "Asked for while drafting").raw("<table>");
    for (ToolCall c : r.toolCalls()) {
      h.raw("<tr>").element("td", c.asked()).element("td", c.answered());
      h.raw("<td class=\"number\">").text(c.latencyMs() + " ms").raw("</td></tr>");
    }
    h.raw("</table></section>\n");
  }

  private static void structure(Html h, Map<?, ?> s) {
    h.raw("<tr>").element("td", String.valueOf(s.get("name")));
    h.raw("<td class=\"number\">").text(s.get("volumeMl") + " mL").raw("</td></tr>");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(HtmlExport.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
