package io.sightline.specialist;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.Plausibility;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A bundle's {@code network} graph, run through the inference port: in this process, or on the
 * server that its manifest names. All but the network itself happens here.
 */
final class OnnxSpecialist implements Specialist {
  private final Bundle bundle;
  private final Task task;
  private final Networks networks;

  OnnxSpecialist(Bundle bundle, Task task, Networks networks) {
    this.bundle = bundle;
    this.task = task;
    this.networks = networks;
  }

  @Override
  public String id() {
    return bundle.id();
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public SpecialistResult run(SequencedMap<Sequence, Volume> volumes, Cancellation cancellation) {
    cancellation.check();
    NetworkInputs inputs = NetworkInputs.of(bundle.manifest(), volumes);
    return switch (task) {
      case SEGMENT -> segment(inputs, cancellation);
      case DETECT -> Boxes.of(segment(inputs, cancellation));
      case CLASSIFY -> networks.vectors().classify(bundle, output(), inputs.byName(), cancellation);
      case EMBED -> networks.vectors().embed(bundle, output(), inputs.byName(), cancellation);
    };
  }

  private Segmentation segment(NetworkInputs inputs, Cancellation cancellation) {
    BundleManifest manifest = bundle.manifest();
    OutputSpec output = output().getValue();
    String role = output().getKey();
    var source = inputs.volume().geometry();
    List<SegmentedLabel> labels =
        output.activation() == OutputSpec.Activation.SIGMOID
            ? LogitVolumes.of(
                manifest,
                output,
                networks.patches().segment(bundle, role, inputs.byName(), cancellation),
                source)
            : LabelVolumes.of(
                manifest,
                output,
                networks.labels().segment(bundle, role, inputs.byName(), cancellation),
                source);
    Segmentation found = new Segmentation(inputs.reference(), labels);
    plausible(found, manifest.plausibility());
    return found;
  }

  private void plausible(
      Segmentation found, @org.jspecify.annotations.Nullable Plausibility limits) {
    if (limits == null || limits.brainVolumeMl().size() != 2) {
      return;
    }
    double ml = found.totalMl();
    if (ml < limits.brainVolumeMl().get(0) || ml > limits.brainVolumeMl().get(1)) {
      throw new ProblemException(
          ErrorCode.OUT_OF_SCOPE,
          String.format(
              Locale.ROOT,
              "What specialist %s found measures %.0f mL; %.0f to %.0f mL are plausible.",
              id(),
              ml,
              limits.brainVolumeMl().get(0),
              limits.brainVolumeMl().get(1)));
    }
  }

  /** The one output that the manifest declares. */
  private Map.Entry<String, OutputSpec> output() {
    return bundle.manifest().outputs().entrySet().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_BUNDLE, "Specialist %s declares no output.".formatted(id())));
  }
}
