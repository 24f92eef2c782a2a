package io.sightline.specialist;

import io.sightline.bundle.LabelSpec;
import io.sightline.segmentation.RegionMeasurement;
import io.sightline.segmentation.RegionMeasurer;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Mask;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds, on T1, what a test lays into it: per label a mask made from the volume. */
public final class FakeSpecialist implements Specialist {
  private final String id;
  private final Map<LabelSpec, UnaryOperator<Volume>> labels = new LinkedHashMap<>();
  private @Nullable String takenFrom;
  private volatile double score = 0.9;
  private volatile Runnable before = () -> {};

  public FakeSpecialist(String id) {
    this.id = id;
  }

  /**
   * @param values inside where above 0, on the volume's grid
   */
  public FakeSpecialist label(String label, UnaryOperator<Volume> values) {
    labels.put(new LabelSpec(labels.size() + 1, label, null, null), values);
    return this;
  }

  /** A label that says which finding it shows. */
  public FakeSpecialist finding(String label, String finding, UnaryOperator<Volume> values) {
    labels.put(new LabelSpec(labels.size() + 1, label, null, null, finding), values);
    return this;
  }

  /** As a manifest would have them. */
  public List<LabelSpec> labels() {
    return List.copyOf(labels.keySet());
  }

  public FakeSpecialist score(double value) {
    score = value;
    return this;
  }

  /** As a manifest would say it: a part of another bundle. */
  public FakeSpecialist takenFrom(String bundle) {
    takenFrom = bundle;
    return this;
  }

  public @Nullable String takenFrom() {
    return takenFrom;
  }

  public FakeSpecialist before(Runnable what) {
    before = what;
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Task task() {
    return Task.SEGMENT;
  }

  @Override
  public SpecialistResult run(SequencedMap<Sequence, Volume> volumes, Cancellation cancellation) {
    before.run();
    cancellation.check();
    Volume t1 = volumes.get(Sequence.T1);
    if (t1 == null) {
      throw new ProblemException(ErrorCode.NO_VOLUME, "The fake needs T1.");
    }
    List<SegmentedLabel> found = new ArrayList<>();
    labels.forEach(
        (label, values) -> {
          Mask mask = GridMapper.above(values.apply(t1), 0);
          if (!mask.isEmpty()) {
            RegionMeasurement m = RegionMeasurer.measure(mask);
            found.add(
                new SegmentedLabel(label, score, null, m.volumeMl(), m.centroid(), () -> mask));
          }
        });
    return new SpecialistResult.Segmentation(Sequence.T1, found);
  }
}
