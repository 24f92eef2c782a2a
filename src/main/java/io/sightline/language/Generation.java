package io.sightline.language;

import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.shared.Cancellation;
import java.util.function.Consumer;

/** The loop: pick a token, say it, feed it. One use, one thread. */
final class Generation {
  private final LanguageSession session;
  private final SpecialTokens special;
  private final Detokenizer detokenizer;
  private final Sampler sampler;
  private final Consumer<GenerationEvent> events;
  private final Cancellation cancellation;

  Generation(
      LanguageSession session,
      SpecialTokens special,
      Detokenizer detokenizer,
      Sampler sampler,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    this.session = session;
    this.special = special;
    this.detokenizer = detokenizer;
    this.sampler = sampler;
    this.events = events;
    this.cancellation = cancellation;
  }

  /**
   * @param prompted what the prompt ended with
   */
  void run(Step prompted, int promptTokens, int maxNewTokens) {
    Step step = prompted;
    StopReason reason = StopReason.MAX_TOKENS;
    int generated = 0;
    while (generated < maxNewTokens && !session.isFull()) {
      cancellation.check();
      long token = sampler.next(step.logits());
      if (special.stops().contains(token)) {
        reason = StopReason.STOP_TOKEN;
        break;
      }
      generated++;
      step = special.markers().containsKey(token) ? marker(token) : text(token);
    }
    say(detokenizer.flush());
    events.accept(new GenerationEvent.End(reason, promptTokens, generated));
  }

  private Step text(long token) {
    say(detokenizer.push(token));
    return session.next(new long[] {token}, false);
  }

  /** The state at a marker's own position is there once it was fed. */
  private Step marker(long token) {
    say(detokenizer.flush());
    detokenizer.skip(token);
    Step step = session.next(new long[] {token}, true);
    events.accept(new GenerationEvent.Marker(special.markers().get(token), step.hidden()));
    return step;
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      events.accept(new GenerationEvent.Text(text));
    }
  }
}
