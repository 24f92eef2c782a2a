package io.sightline.report.ground;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.LabelSpec;
import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.report.scope.ChosenInput;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.study.Series;
import io.sightline.study.Series.SeriesVolume;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Sequence;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Grids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which masks of one report are one region, and which region a word without a place means. */
class RegionBookTest {
  private static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());
  private static final VolumeGeometry GRID = Grids.cube(24, 2);
  private static final Vec3 HERE = new Vec3(12, 12, 12);
  private static final Vec3 THERE = new Vec3(34, 34, 34);

  private final RegionBook book = book();

  @Test
  void whatNoRegionShowsIsNotKnown() {
    assertThat(book.shows(finding("mass"))).isFalse();
    assertThat(book.largest(finding("mass"))).isEmpty();
  }

  @Test
  void theLargestRegionOfAFindingIsWhatAWordWithoutAPlaceMeans() {
    add("mass", HERE, 5);
    FoundRegion large = add("mass", THERE, 8);
    assertThat(book.largest(finding("mass"))).contains(large);
    assertThat(book.largest(finding("infarct"))).isEmpty();
  }

  @Test
  void aKindOfAFindingIsThatFinding() {
    FoundRegion glioma = add("glioma", HERE, 6);
    assertThat(book.largest(finding("mass"))).contains(glioma);
    assertThat(book.shows(finding("mass"))).isTrue();
  }

  @Test
  void nearlyTheSameMaskIsTheSameRegionAndAnotherPlaceIsNot() {
    FoundRegion first = add("mass", HERE, 7);
    assertThat(add("mass", HERE.plus(new Vec3(1, 0, 0)), 7)).isSameAs(first);
    assertThat(add("mass", THERE, 7)).isNotSameAs(first);
    assertThat(book.regions()).hasSize(2);
  }

  private FoundRegion add(String id, Vec3 centre, double radius) {
    byte[] ball = Grids.ball(GRID, centre, radius).inside();
    float[] logits = new float[ball.length];
    for (int n = 0; n < ball.length; n++) {
      logits[n] = ball[n] != 0 ? 4 : -4;
    }
    MaskOffer offer = MaskOffer.onModelGrid(new Volume(GRID, logits), 0.9, MaskOffer.DECODER);
    return book.add(new Subject(finding(id), null, Laterality.NONE), offer).orElseThrow();
  }

  private static Finding finding(String id) {
    return LEXICON.finding(id).orElseThrow();
  }

  private static RegionBook book() {
    SequenceGuess guess = new SequenceGuess(Sequence.FLAIR, 0.9, "said so");
    SeriesVolume volume = new SeriesVolume(0, guess, GRID, "f".repeat(64), List.of(), List.of());
    Series series = new Series("1.2.3", "MR", "FLAIR", null, 24, guess, List.of(volume), List.of());
    Grid grid = new Grid(List.of(new ChosenInput(Sequence.FLAIR, series, volume, "")), Map.of());
    List<LabelSpec> labels = List.of(new LabelSpec(0, "background", "background", null));
    LabelMap nothing = new LabelMap(GRID, new byte[GRID.voxels()]);
    return new RegionBook(
        "/api/reports/x", grid, new AnatomyContext(nothing, labels, Optional.empty()), 0.1);
  }
}
