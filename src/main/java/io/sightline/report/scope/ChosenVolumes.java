package io.sightline.report.scope;

import io.sightline.shared.Cancellation;
import io.sightline.study.Studies;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Reads the volumes that were chosen for a bundle. */
public final class ChosenVolumes {
  private ChosenVolumes() {}

  /**
   * By slot, in the bundle's order.
   *
   * @throws io.sightline.shared.ProblemException {@code cancelled}
   */
  public static SequencedMap<Sequence, Volume> of(
      Studies studies, String studyId, Selection selection, Cancellation cancellation) {
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>();
    for (ChosenInput i : selection.inputs()) {
      cancellation.check();
      volumes.put(i.slot(), studies.volume(studyId, i.series().uid(), i.volume().index()));
    }
    return volumes;
  }
}
