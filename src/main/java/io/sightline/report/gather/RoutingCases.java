package io.sightline.report.gather;

import io.sightline.report.scope.ChosenInput;
import io.sightline.report.scope.Selection;
import io.sightline.routing.RoutingCase;
import io.sightline.routing.RoutingCase.GivenVolume;
import io.sightline.shared.Warning;
import java.util.List;
import java.util.stream.Stream;

/** What routing is told of a study: the volumes that were chosen for the generalist. */
final class RoutingCases {
  private RoutingCases() {}

  static RoutingCase of(Selection selection, String generalist) {
    return new RoutingCase(
        selection.inputs().stream().map(RoutingCases::given).toList(),
        selection.missing(),
        generalist);
  }

  private static GivenVolume given(ChosenInput input) {
    List<String> flags =
        Stream.concat(input.series().warnings().stream(), input.volume().warnings().stream())
            .map(Warning::code)
            .distinct()
            .toList();
    return new GivenVolume(
        input.slot(),
        input.series().modality(),
        input.series().bodyPart(),
        input.volume().guess().confidence(),
        input.volume().geometry(),
        flags);
  }
}
