package io.sightline.specialist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.bundle.Bundle;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.TinyVision;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SpecialistRunnerTest {
  private final FakeSpecialist fake = new FakeSpecialist("fake").label("bright", t1 -> t1);

  private SpecialistOutcome run(Duration timeout, String id, Sequence sequence) {
    return run(timeout, id, sequence, new Cancellation());
  }

  private SpecialistOutcome run(
      Duration timeout, String id, Sequence sequence, Cancellation cancellation) {
    SpecialistRegistry registry =
        new SpecialistRegistry() {
          @Override
          public List<Bundle> bundles() {
            return List.of();
          }

          @Override
          public Optional<Specialist> find(String wanted) {
            return wanted.equals("fake") ? Optional.of(fake) : Optional.empty();
          }
        };
    SequencedMap<Sequence, Volume> volumes = new LinkedHashMap<>();
    volumes.put(sequence, TinyVision.spot(1, 1, 1, 2, -1));
    return new SpecialistRunner(registry, timeout).run(id, volumes, cancellation);
  }

  private static String code(SpecialistOutcome outcome) {
    assertThat(outcome.result()).isNull();
    return Objects.requireNonNull(outcome.warning()).code();
  }

  @Test
  void whatWorksHasAResultAndNoWarning() {
    SpecialistOutcome out = run(Duration.ofSeconds(30), "fake", Sequence.T1);
    assertThat(out.warning()).isNull();
    assertThat(out.result()).isInstanceOf(SpecialistResult.Segmentation.class);
  }

  @Test
  void whatTakesTooLongIsLeftBehind() {
    CountDownLatch released = new CountDownLatch(1);
    fake.before(() -> awaitUninterruptibly(released));
    SpecialistOutcome out = run(Duration.ofMillis(50), "fake", Sequence.T1);
    assertThat(code(out)).isEqualTo("specialist_timeout");
    released.countDown();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anUnknownOneIsUnavailable() {
    assertThat(code(run(Duration.ofSeconds(30), "other", Sequence.T1)))
        .isEqualTo("specialist_unavailable");
  }

  @Test
  void aBundleThatCannotBeLoadedIsUnavailable() {
    fake.before(
        () -> {
          throw new ProblemException(ErrorCode.INVALID_BUNDLE, "The graph cannot be loaded.");
        });
    SpecialistOutcome out = run(Duration.ofSeconds(30), "fake", Sequence.T1);
    assertThat(code(out)).isEqualTo("specialist_unavailable");
    assertThat(Objects.requireNonNull(out.warning()).message())
        .contains("fake", "The graph cannot be loaded.");
  }

  @Test
  void aMissingSequenceIsOutOfItsScope() {
    assertThat(code(run(Duration.ofSeconds(30), "fake", Sequence.T2)))
        .isEqualTo("specialist_out_of_scope");
  }

  @Test
  void anErrorOfTheMachineIsAFailureAndTellsNothingInside() {
    fake.before(
        () -> {
          throw new OutOfMemoryError("secret of the heap");
        });
    SpecialistOutcome out = run(Duration.ofSeconds(30), "fake", Sequence.T1);
    assertThat(code(out)).isEqualTo("specialist_failed");
    assertThat(Objects.requireNonNull(out.warning()).message()).doesNotContain("secret");
  }

  @Test
  void onlyTheCallersOwnCancellationGoesThrough() {
    Cancellation cancelled = new Cancellation();
    fake.before(cancelled::cancel);
    CountDownLatch never = new CountDownLatch(1);
    fake.before(
        () -> {
          cancelled.cancel();
          awaitUninterruptibly(never);
        });
    assertThatThrownBy(() -> run(Duration.ofSeconds(30), "fake", Sequence.T1, cancelled))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    never.countDown();
  }
}
