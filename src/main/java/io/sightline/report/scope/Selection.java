package io.sightline.report.scope;

import io.sightline.report.document.Refusal;
import io.sightline.report.document.RouteStep;
import io.sightline.volume.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a study goes into a bundle.
 *
 * @param inputs one per filled slot
 * @param missing slots of the bundle that stay empty
 * @param route every series that was passed over, and why
 * @param refusal set when nothing may be drafted
 */
public record Selection(
    List<ChosenInput> inputs,
    List<Sequence> missing,
    List<RouteStep> route,
    @Nullable Refusal refusal) {
  public Selection {
    inputs = List.copyOf(inputs);
    missing = List.copyOf(missing);
    route = List.copyOf(route);
  }
}
