package io.sightline.report;

import io.sightline.report.gather.Gatherer;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.study.Studies;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.Map;

/** The toy head with a ball of lesion in its left frontal lobe, for tests of other packages. */
public final class ToyReadings {
  public static final String HEAD = ToyStudies.HEAD;
  public static final Lexicon LEXICON = PipelineFixture.LEXICON;

  private ToyReadings() {}

  public static Studies studies() {
    return new ToyStudies();
  }

  /** T1 and FLAIR of it; the direction of its image is (1, 0). */
  public static StudyReading reading() {
    Map<String, Volume> lesion = Map.of("lesion", ToyHead.ball(ToyHead.LEFT_FRONTAL, 15));
    return new StudyReader(studies(), (_, _, _) -> ToyHead.encoding(lesion, 1, 0))
        .read(HEAD, ToyBundle.BUNDLE, new Cancellation());
  }

  /** A minute's budget. */
  public static Gatherer gatherer(FakeSpecialist... specialists) {
    return ToySpecialists.gatherer(List.of(specialists));
  }
}
