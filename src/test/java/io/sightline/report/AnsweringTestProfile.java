package io.sightline.report;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.bundle.LanguageSpec;
import io.sightline.inference.HostTensor;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.language.GenerationOptions;
import io.sightline.language.LanguageModel;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.segmentation.MaskPrompt;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.Encoding;
import io.sightline.vision.VisionEncoder;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The real server with a toy head that has a ball of lesion in its left frontal lobe, and a toy
 * model that knows a few questions: what is tested is everything around the model.
 */
public class AnsweringTestProfile implements QuarkusTestProfile {

  /** The lesion's centre, LPS mm. */
  public static final List<Double> LESION = List.of(30.0, -30.0, 0.0);

  /** A point of the right frontal lobe. */
  public static final List<Double> RIGHT_FRONTAL = List.of(-30.0, -30.0, 0.0);

  /** Every prompt that the toy model was given. */
  public static final List<String> PROMPTS = new CopyOnWriteArrayList<>();

  /** Studies that were encoded. */
  public static final AtomicInteger ENCODED = new AtomicInteger();

  /** Opens when an answer that never ends began, and when it was cancelled. */
  public static volatile CountDownLatch began = new CountDownLatch(1);

  public static volatile CountDownLatch cancelled = new CountDownLatch(1);

  private static final Map<String, String> ANSWERS =
      Map.of(
          "Is there a mass?", "Yes. The mass lies in the left frontal lobe.<seg>",
          "Is the mass on the right?", "Yes. The mass is on the right.<seg>",
          "How big is the mass?",
              "The mass measures <max-diameter> with a volume of <volume>.<seg>",
          "Is there white-matter hyperintensity?", "No. No white-matter hyperintensity is seen.",
          "How old is the patient?", "This cannot be answered from these images.",
          "Is there enhancement?",
              "Enhancement cannot be assessed without contrast-enhanced images.");

  private static final LanguageSpec ANSWERING =
      new LanguageSpec(
          "tokenizer.json",
          "<bos>sequences: {sequences}\n",
          "<bos>{text}<seg>",
          "<bos><task:answer>sequences: {sequences}\n{evidence}{question}\n",
          null,
          null,
          "<seg>",
          ToyBundle.LANGUAGE.slots(),
          ToyBundle.LANGUAGE.sections(),
          List.of("<eos>"),
          null,
          null,
          null);

  /** Like the toy bundle, and answers questions. */
  static final Bundle BUNDLE =
      new Bundle(manifest(), Path.of("models/toy-answers"), "b".repeat(64), List.of());

  private static BundleManifest manifest() {
    BundleManifest m = ToyBundle.BUNDLE.manifest();
    return new BundleManifest(
        1,
        "toy-answers",
        m.version(),
        m.kind(),
        m.task(),
        m.title(),
        m.licence(),
        null,
        m.scope(),
        m.inputs(),
        null,
        m.plausibility(),
        m.outputs(),
        m.graphs(),
        ANSWERING,
        m.maskDecoder(),
        null,
        null,
        List.of(),
        List.of());
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(AnsweringModel.class, CountingEncoder.class, TwoBundles.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("sightline.data", "${sightline.home}/target/test-data-chat");
  }

  /** Language model and mask decoder in one. */
  @Alternative
  @ApplicationScoped
  public static class AnsweringModel implements LanguageModel, MaskDecoder {
    @Override
    public void generate(
        Bundle bundle,
        @Nullable HostTensor imageTokens,
        String prompt,
        GenerationOptions options,
        Consumer<GenerationEvent> events,
        Cancellation cancellation) {
      PROMPTS.add(prompt);
      String question = prompt.substring(prompt.indexOf('\n') + 1).strip();
      if (question.equals("Never end.")) {
        endlessly(events, cancellation);
      }
      String answer = ANSWERS.getOrDefault(question, "This cannot be answered from these images.");
      int tokens = 0;
      for (String part : answer.split("(?=<)|(?<=>)|(?<= )")) {
        cancellation.check();
        if (tokens++ == options.maxNewTokens()) {
          events.accept(new GenerationEvent.End(StopReason.MAX_TOKENS, 7, tokens - 1));
          return;
        }
        events.accept(
            part.startsWith("<")
                ? new GenerationEvent.Marker(part, new float[] {0})
                : new GenerationEvent.Text(part));
      }
      events.accept(new GenerationEvent.End(StopReason.STOP_TOKEN, 7, tokens));
    }

    private static void endlessly(Consumer<GenerationEvent> events, Cancellation cancellation) {
      began.countDown();
      while (!cancellation.isCancelled()) {
        events.accept(new GenerationEvent.Text("word "));
        LockSupport.parkNanos(5_000_000);
      }
      cancelled.countDown();
      cancellation.check();
    }

    @Override
    public float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt) {
      PROMPTS.add(prompt);
      return new float[] {0};
    }

    /** A ball at the first click or in the middle of the box; otherwise the lesion. */
    @Override
    public List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt) {
      Vec3 at =
          !prompt.points().isEmpty()
              ? prompt.points().getFirst().lps()
              : prompt.box() != null
                  ? prompt.box().min().plus(prompt.box().max()).times(0.5)
                  : ToyHead.LEFT_FRONTAL;
      return List.of(ToyHead.candidate(at, 15, 0.99));
    }
  }

  /** Sees the toy head whatever it is given, and counts. */
  @Alternative
  @ApplicationScoped
  public static class CountingEncoder implements VisionEncoder {
    @Override
    public Encoding encode(
        Bundle bundle, Map<Sequence, Volume> volumes, Cancellation cancellation) {
      ENCODED.incrementAndGet();
      return ToyHead.encoding(Map.of("lesion", ToyHead.ball(ToyHead.LEFT_FRONTAL, 15)));
    }
  }

  /** {@code toy-answers} and {@code toy-mr}, which was not trained to answer. */
  @Alternative
  @ApplicationScoped
  public static class TwoBundles implements BundleRegistry {
    @Override
    public List<Bundle> all() {
      return List.of(ToyBundle.BUNDLE, BUNDLE);
    }

    @Override
    public Optional<Bundle> find(String id) {
      return all().stream().filter(b -> b.id().equals(id)).findFirst();
    }

    @Override
    public Bundle require(String id) {
      return find(id)
          .orElseThrow(
              () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no bundle " + id + "."));
    }
  }
}
