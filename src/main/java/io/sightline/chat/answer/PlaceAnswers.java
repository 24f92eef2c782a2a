package io.sightline.chat.answer;

import io.sightline.report.StudyReading;
import io.sightline.report.claim.Claim;
import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.document.Sentence;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.words.HeadFindings;
import io.sightline.report.words.PlaceWords;
import io.sightline.segmentation.Overlap;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.volume.Mask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Region to text: what lies at a point or in a box, measured by the anatomy and the lesion head. No
 * word comes from a model, so the sentence is supported by construction.
 */
final class PlaceAnswers implements AnswerMaker {
  private static final String EVIDENCE = "place";
  private static final double LEAST_ML = 0.005;

  private final Lexicon lexicon;

  PlaceAnswers(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  @Override
  public boolean takes(Asked asked) {
    return asked.place() != null;
  }

  /** A finding of the head at the place, and how much of it. */
  private record Seen(Finding finding, double ml, List<LesionPart> parts) {}

  @Override
  public Made make(Asked asked, AnswerCase c) {
    AskedPlace place = Objects.requireNonNull(asked.place());
    StudyReading reading = c.reading();
    Mask mask = PlaceMask.of(place, reading.encoding().grid());
    Location location = reading.anatomy().locate(mask);
    List<Seen> seen = mask.isEmpty() ? List.of() : seen(mask, reading);
    List<FoundRegion> regions = regions(seen, c);
    String text = sentence(place, mask, location, seen, reading);
    c.listener().token(text);
    c.evidence().add(EVIDENCE, "measurement", source(reading), value(place, location, seen));
    List<String> keys = new ArrayList<>(List.of(EVIDENCE));
    regions.forEach(r -> keys.add(r.id()));
    Sentence said = MeasuredSentence.of("s1", text, regions, claims(seen), c.evidence().ids(keys));
    return Made.measured(asked, c, List.of(said), null);
  }

  private List<Seen> seen(Mask mask, StudyReading reading) {
    List<Seen> out = new ArrayList<>();
    for (Finding f : HeadFindings.of(reading, lexicon)) {
      List<LesionPart> parts = new ArrayList<>();
      double ml = 0;
      for (LesionPart part : reading.head().parts(f)) {
        long both = Overlap.of(part.mask(), mask).both();
        if (both > 0) {
          parts.add(part);
          ml += both * mask.geometry().voxelMl();
        }
      }
      if (!parts.isEmpty()) {
        out.add(new Seen(f, ml, parts));
      }
    }
    return out;
  }

  private static List<FoundRegion> regions(List<Seen> seen, AnswerCase c) {
    List<FoundRegion> out = new ArrayList<>();
    for (Seen s : seen) {
      for (LesionPart part : s.parts()) {
        int before = c.grounder().regions().size();
        c.grounder().lesion(s.finding(), part).filter(r -> !out.contains(r)).ifPresent(out::add);
        c.tellRegions(before);
      }
    }
    return out;
  }

  private static String sentence(
      AskedPlace place, Mask mask, Location location, List<Seen> seen, StudyReading reading) {
    boolean point = place instanceof AskedPlace.Point;
    String it = point ? "The point" : "The box";
    if (mask.isEmpty()) {
      return it + " lies outside the images.";
    }
    String where = point ? PlaceWords.ofPoint(location) : PlaceWords.ofBox(location);
    String lies =
        where.isEmpty()
            ? it + " lies outside the structures that are recognised"
            : it + " lies in " + where;
    return lies + "; " + lesion(point, seen, reading) + ".";
  }

  private static String lesion(boolean point, List<Seen> seen, StudyReading reading) {
    if (reading.encoding().lesionLogits().isEmpty()) {
      return "this bundle has no lesion head to say more";
    }
    String there = point ? "there" : "in it";
    if (seen.isEmpty()) {
      return "the lesion head sees no lesion " + there;
    }
    List<String> each =
        seen.stream()
            .map(s -> point || s.ml() < LEAST_ML ? s.finding().name() : amount(s))
            .toList();
    return "the lesion head sees " + PlaceWords.join(each) + " " + there;
  }

  private static String amount(Seen s) {
    return String.format(
        Locale.ROOT, s.ml() < 0.1 ? "%.2f mL of %s" : "%.1f mL of %s", s.ml(), s.finding().name());
  }

  private static List<Claim> claims(List<Seen> seen) {
    return seen.stream()
        .map(s -> new Claim(s.finding().id(), Presence.PRESENT, Laterality.NONE, null, null))
        .toList();
  }

  private static Map<String, Object> value(AskedPlace place, Location location, List<Seen> seen) {
    Map<String, Object> lesions = new LinkedHashMap<>();
    seen.forEach(s -> lesions.put(s.finding().id(), Math.round(s.ml() * 1000) / 1000.0));
    Map<String, Object> places = new LinkedHashMap<>();
    location.places().stream()
        .limit(6)
        .forEach(p -> places.put(p.id(), Math.round(p.fraction() * 1000) / 1000.0));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("quantity", "place");
    value.put("lps", place.corners());
    value.put("side", location.side().label());
    value.put("fractionIn", places);
    value.put("lesionMl", lesions);
    return value;
  }

  private static String source(StudyReading reading) {
    return "generalist:" + reading.bundle().id();
  }
}
