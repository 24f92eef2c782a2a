package io.sightline.report.tool;

import io.sightline.language.remote.RemoteTool;
import io.sightline.report.StudyReading;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.RegionMeasurer;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code measure}: what the bundle's lesion head sees of a finding, part by part on the model grid;
 * the volume of a structure; or what a specialist that ran in this turn measured of a label.
 */
final class MeasureTool implements Tool {
  private static final int MOST_PARTS = 10;
  private static final int MOST_PLACES = 3;

  private final Lexicon lexicon;

  MeasureTool(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  @Override
  public Optional<RemoteTool> offer(ToolCase c) {
    String findings = seen(c.reading()).map(Finding::id).collect(Collectors.joining(", "));
    return Optional.of(
        new RemoteTool(
            "measure",
            "What was measured of one finding or structure in this study: volume, diameter, side"
                + " and place of each part. Findings that can be measured: "
                + findings
                + ". Structures have names such as left thalamus.",
            List.of(
                RemoteTool.Argument.text("finding", "id of the finding, or name of the structure"),
                RemoteTool.Argument.optionalText(
                    "source", "id of a specialist that ran before; without it the lesion head"))));
  }

  private Stream<Finding> seen(StudyReading reading) {
    return lexicon.findings().stream().filter(reading.head()::sees);
  }

  @Override
  public ToolResult run(ToolArguments arguments, ToolCase c) {
    String name = arguments.text("finding");
    String source = arguments.text("source", "");
    Map<String, Object> value =
        source.isEmpty() ? ofBundle(name, c.reading()) : ofSpecialist(name, source, c);
    return new ToolResult(value, c.found());
  }

  private Map<String, Object> ofBundle(String name, StudyReading reading) {
    Optional<Finding> finding = seen(reading).filter(f -> names(f, name)).findFirst();
    if (finding.isPresent()) {
      return lesion(finding.get(), reading);
    }
    List<StructureMeasure> structures =
        reading.anatomy().structures().stream()
            .filter(s -> same(s.id(), name) || same(s.unsidedId(), name))
            .toList();
    if (structures.isEmpty()) {
      throw new ToolRefusal("nothing here measures that");
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", source(reading));
    out.put(
        "structures",
        structures.stream().map(s -> structure(s.label().name(), s.volumeMl())).toList());
    return out;
  }

  private static boolean names(Finding f, String name) {
    return same(f.id(), name) || f.words().stream().anyMatch(w -> same(w, name));
  }

  /** Ids have dashes where names have spaces. */
  private static boolean same(String known, String given) {
    return known.replace('-', ' ').equalsIgnoreCase(given.replace('-', ' ').replace('_', ' '));
  }

  private static Map<String, Object> lesion(Finding f, StudyReading reading) {
    if (!f.seenOn().isEmpty() && f.seenOn().stream().noneMatch(reading.labels()::contains)) {
      throw new ToolRefusal(
          "%s cannot be judged without %s".formatted(f.name(), String.join(" or ", f.seenOn())));
    }
    List<LesionPart> parts = reading.head().parts(f);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("finding", f.id());
    out.put("source", source(reading));
    out.put("seen", !parts.isEmpty());
    out.put("totalMl", round(reading.head().ml(f)));
    out.put("count", parts.size());
    out.put("parts", parts.stream().limit(MOST_PARTS).map(MeasureTool::part).toList());
    return out;
  }

  private static Map<String, Object> part(LesionPart part) {
    Location at = part.location();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("volumeMl", round(part.volumeMl()));
    out.put("maxDiameterMm", round(RegionMeasurer.measure(part.mask()).maxDiameterMm()));
    out.put("side", at.side().label());
    out.put(
        "sites",
        at.places().stream()
            .limit(MOST_PLACES)
            .map(p -> Map.of("name", p.name(), "percent", Math.round(100 * p.fraction())))
            .toList());
    return out;
  }

  private static Map<String, Object> ofSpecialist(String name, String source, ToolCase c) {
    Segmentation found = c.found().gathered().segmentations().get(source);
    if (found == null) {
      throw new ToolRefusal("no specialist of this name has measured anything in this turn");
    }
    List<Map<String, Object>> labels =
        found.labels().stream().filter(l -> names(l, name)).map(MeasureTool::label).toList();
    if (labels.isEmpty()) {
      throw new ToolRefusal("this specialist found nothing of that name");
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", "specialist:" + source);
    out.put("structures", labels);
    return out;
  }

  private static boolean names(SegmentedLabel l, String name) {
    return same(l.id(), name)
        || same(l.label().name(), name)
        || same(l.id().replaceFirst("^(left|right)-", ""), name);
  }

  private static Map<String, Object> label(SegmentedLabel l) {
    return structure(l.label().name(), l.volumeMl());
  }

  private static Map<String, Object> structure(String name, double ml) {
    return Map.of("name", name, "volumeMl", round(ml));
  }

  private static String source(StudyReading reading) {
    return "generalist:" + reading.bundle().id();
  }

  private static double round(double v) {
    return Math.round(v * 10) / 10.0;
  }
}
