package io.sightline.app.cli;

import io.sightline.app.cli.Terminal.Colour;
import io.sightline.report.document.DraftedBy;
import io.sightline.report.document.InputRef;
import io.sightline.report.document.Link;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.Section;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.report.document.Verdict;
import io.sightline.shared.Warning;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a report sentence by sentence, each with its regions and its verdict. */
final class ReportPrinter {
  private final Terminal terminal;

  ReportPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Report report) {
    switch (report.status()) {
      case REFUSED -> refused(report);
      case FAILED, CANCELLED -> failed(report);
      default -> drafted(report);
    }
  }

  private void refused(Report report) {
    var refusal = report.refusal();
    terminal.line(
        terminal.paint(Colour.YELLOW, "Refused: ")
            + (refusal == null ? "" : refusal.reason() + " (" + refusal.code() + ")"));
  }

  private void failed(Report report) {
    var failure = report.failure();
    terminal.line(
        terminal.paint(Colour.RED, "Failed: ")
            + (failure == null
                ? report.status().word()
                : failure.detail() + " (" + failure.code() + ")"));
  }

  private void drafted(Report report) {
    inputs(report);
    for (Section section : report.sections()) {
      terminal.line("");
      terminal.line(terminal.paint(Colour.BOLD, section.name().toUpperCase(Locale.ROOT)));
      section
          .sentences()
          .forEach(
              id ->
                  report
                      .sentence(id)
                      .ifPresent(
                          s -> {
                            sentence(s, report.regions());
                            citedCases(report, s);
                          }));
    }
    terminal.line("");
    calls(report.toolCalls());
    for (Warning warning : report.warnings()) {
      terminal.line(terminal.paint(Colour.YELLOW, "Warning: ") + warning.message());
    }
    terminal.line(terminal.paint(Colour.GREY, report.disclaimer()));
  }

  private void inputs(Report report) {
    String sequences =
        report.inputs().stream().map(InputRef::sequence).collect(Collectors.joining(", "));
    String missing =
        report.missing().isEmpty() ? "" : "; without " + String.join(", ", report.missing());
    terminal.line(
        "Draft by %s%s %s from %s%s"
            .formatted(
                remote(report),
                report.bundle().id(),
                report.bundle().version(),
                sequences,
                missing));
  }

  private static String remote(Report report) {
    DraftedBy by = report.draftedBy();
    return by == null || !by.kind().equals("remote")
        ? ""
        : ToolCall.plain(by.id()) + " (remote), read and checked by ";
  }

  /** What a remote generalist asked this server for. */
  void calls(List<ToolCall> calls) {
    for (ToolCall call : calls) {
      terminal.line(
          terminal.paint(
              Colour.GREY,
              "Called %s -> %s (%d ms)"
                  .formatted(call.asked(), call.answered(), call.latencyMs())));
    }
  }

  /** A sentence with those of the regions that it links to, and its verdict. */
  void sentence(Sentence sentence, List<Region> regions) {
    terminal.line("");
    terminal.line("  " + sentence.text());
    for (Link link : sentence.links()) {
      regions.stream()
          .filter(r -> r.id().equals(link.region()))
          .forEach(r -> terminal.line("    " + region(r, link)));
    }
    if (sentence.links().isEmpty()) {
      terminal.line("    " + terminal.paint(Colour.GREY, "no region"));
    }
    terminal.line("    " + verdict(sentence.verdict()));
  }

  private void citedCases(Report report, Sentence sentence) {
    int cases = report.cited(sentence, "case").size();
    if (cases > 0) {
      terminal.line("    " + terminal.paint(Colour.GREY, "said by similar cases: " + cases));
    }
  }

  private static String region(Region region, Link link) {
    String place = region.places().isEmpty() ? region.side() : region.places().getFirst();
    return String.format(
        Locale.ROOT,
        "-> %s %s, %s, %.1f mL, %.0f mm, score %.2f",
        region.id(),
        region.label(),
        place,
        region.volumeMl(),
        region.maxDiameterMm(),
        link.score());
  }

  private String verdict(Verdict verdict) {
    Colour colour =
        switch (verdict.status()) {
          case SUPPORTED -> Colour.GREEN;
          case CONTRADICTED -> Colour.RED;
          case UNSUPPORTED -> Colour.YELLOW;
          case NOT_CHECKABLE -> Colour.GREY;
        };
    String words = verdict.status().word().replace('_', ' ');
    String reasons = verdict.reasons().isEmpty() ? "" : ": " + String.join(" ", verdict.reasons());
    return terminal.paint(colour, words) + reasons;
  }
}
