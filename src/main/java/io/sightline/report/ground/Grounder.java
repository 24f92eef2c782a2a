package io.sightline.report.ground;

import io.sightline.bundle.Bundle;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Reading;
import io.sightline.report.document.Link;
import io.sightline.report.document.Region;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import io.sightline.report.gather.Gathered;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.FindingScores;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.scope.ChosenInput;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.segmentation.NoRegionRule;
import io.sightline.segmentation.NoRegionRule.Choice;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.vision.Encoding;
import io.sightline.volume.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ground stage of one report: a mask for each {@code <seg>}, or none.
 *
 * <p>The mask decoder's best candidate competes with the lesion head's mask of the same finding.
 * Both carry an expected Dice. The decoder's was learned from true overlaps; the head's comes from
 * its own probabilities, which in networks are too sure (Guo et al., ICML 2017), so the head must
 * be better by 0.15; where the decoder sees no region, the head's is one only if the encoder's
 * score believes the finding. Where a sentence speaks of anatomy, the masks of segmentation
 * specialists compete too; what they expect is capped by what was measured of them, so the better
 * score wins. Below the bundle's {@code noRegionBelow} there is no region. One instance per report;
 * not thread-safe.
 */
public final class Grounder {
  static final double SPECIALIST_MARGIN = 0.15;

  private final Bundle bundle;
  private final Encoding encoding;
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;
  private final SegDecoder decoder;
  private final Specialist specialist;
  private final AnatomyOffers anatomyOffers;
  private final NoRegionRule rule;
  private final FindingScores scores;
  private final RegionBook book;

  /**
   * @param route of what the regions belong to, for example {@code /api/reports/…}: masks lie below
   */
  public Grounder(
      String route,
      Bundle bundle,
      Encoding encoding,
      AnatomyContext anatomy,
      LesionHead head,
      Gathered gathered,
      List<ChosenInput> inputs,
      Lexicon lexicon,
      ClaimExtractor extractor,
      SegDecoder decoder) {
    this.bundle = bundle;
    this.encoding = encoding;
    this.lexicon = lexicon;
    this.extractor = extractor;
    this.decoder = decoder;
    this.scores = FindingScores.of(encoding.findingScores(), lexicon);
    this.specialist = new Specialist(head, bundle.manifest().id());
    this.anatomyOffers =
        new AnatomyOffers(gathered.segmentations(), anatomy.midPlane(), encoding.grid());
    this.rule = NoRegionRule.of(bundle.manifest().maskDecoder());
    this.book =
        new RegionBook(route, new Grid(inputs, encoding.contributions()), anatomy, head.minMl());
  }

  /** All regions so far. */
  public List<FoundRegion> regions() {
    return book.regions();
  }

  /** The encoder's probabilities of findings; none when it gives none. */
  public FindingScores scores() {
    return scores;
  }

  public GroundedSentence ground(DraftSentence sentence) {
    List<SegRequest> requests = sentence.segs();
    Reading raw = extractor.read(sentence.text());
    List<Subject> subjects = Subject.of(raw.claims(), requests.size(), lexicon, book::shows);
    List<FoundRegion> found = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      SegRequest request = requests.get(i);
      Optional<FoundRegion> region = region(sentence, request, subjects.get(i), notes);
      region.filter(r -> !found.contains(r)).ifPresent(found::add);
      region.ifPresent(r -> links.add(link(r.region(), request)));
    }
    Region first = found.isEmpty() ? null : found.getFirst().region();
    String text = SlotFiller.fill(sentence.text(), first);
    return new GroundedSentence(
        sentence,
        text,
        extractor.read(text),
        phrases(links, sentence, text, first),
        found,
        first == null && SlotFiller.hasSlot(sentence.text()),
        notes);
  }

  /** A region that a click, a box or words ask for rather than a sentence. */
  public Optional<FoundRegion> prompted(Subject subject, MaskPrompt prompt, List<String> notes) {
    return region(subject, decoder.decode(bundle, encoding, prompt), notes);
  }

  /** The region of one part of what the lesion head sees; empty when it is too doubtful. */
  public Optional<FoundRegion> lesion(Finding finding, LesionPart part) {
    Subject subject = new Subject(finding, null, Laterality.NONE);
    return specialist.offer(subject, part.mask()).flatMap(o -> book.add(subject, o));
  }

  private Optional<FoundRegion> region(
      DraftSentence sentence, SegRequest request, Subject subject, List<String> notes) {
    Optional<FoundRegion> again = request.hidden().length == 0 ? shown(subject) : Optional.empty();
    return again.isPresent()
        ? again
        : region(subject, decoder.decode(bundle, encoding, sentence.text(), request), notes);
  }

  /** Plain words that name a finding and no place ("intracranial mass") speak of what is known. */
  private Optional<FoundRegion> shown(Subject subject) {
    boolean placed = subject.site() != null || subject.side() != Laterality.NONE;
    return subject.finding() == null || placed ? Optional.empty() : book.largest(subject.finding());
  }

  private Optional<FoundRegion> region(
      Subject subject, List<MaskCandidate> candidates, List<String> notes) {
    Choice choice = rule.choose(candidates);
    @Nullable MaskOffer decoded =
        choice instanceof Choice.Region(var c)
            ? MaskOffer.onModelGrid(c.logits(), c.quality(), MaskOffer.DECODER)
            : null;
    Mask mask = decoded == null ? null : decoded.onModelGrid();
    Optional<MaskOffer> other =
        decoded != null || believed(subject)
            ? specialist.offer(subject, mask).filter(o -> o.score() >= rule.noRegionBelow())
            : Optional.empty();
    MaskOffer best =
        other
            .filter(o -> decoded == null || o.score() > decoded.score() + SPECIALIST_MARGIN)
            .orElse(decoded);
    Optional<MaskOffer> anatomy =
        anatomyOffers.offer(subject).filter(o -> o.score() >= rule.noRegionBelow());
    if (anatomy.isPresent() && (best == null || anatomy.get().score() > best.score())) {
      best = anatomy.get();
    }
    if (best == null) {
      notes.add(choice instanceof Choice.None(String reason) ? reason : "No region.");
      return Optional.empty();
    }
    return book.add(subject, best);
  }

  private boolean believed(Subject subject) {
    return subject.finding() == null || scores.believes(subject.finding());
  }

  private static Link link(Region region, SegRequest request) {
    return new Link(
        region.id(), region.score(), region.source(), List.of(request.from(), request.to()));
  }

  /** Phrase offsets in the filled text. */
  private static List<Link> phrases(
      List<Link> links, DraftSentence sentence, String text, @Nullable Region first) {
    List<Link> out = new ArrayList<>();
    for (Link l : links) {
      int from = moved(sentence.text(), text, l.phrase().get(0), first);
      int to = moved(sentence.text(), text, l.phrase().get(1), first);
      out.add(new Link(l.region(), l.score(), l.source(), List.of(from, to)));
    }
    return out.stream().distinct().toList();
  }

  private static int moved(String raw, String text, int offset, @Nullable Region first) {
    return offset >= raw.length()
        ? text.length()
        : Math.min(SlotFiller.fill(raw.substring(0, offset), first).length(), text.length());
  }
}
