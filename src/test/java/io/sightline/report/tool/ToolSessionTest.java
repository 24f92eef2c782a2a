package io.sightline.report.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.language.remote.RemoteTool;
import io.sightline.language.remote.ToolRequest;
import io.sightline.report.StudyReading;
import io.sightline.report.ToyReadings;
import io.sightline.report.document.ToolCall;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whatever a model asks for gets a short answer, is counted and recorded, and fails nothing. */
class ToolSessionTest {
  private static final StudyReading READING = ToyReadings.reading();
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Cancellation cancellation = new Cancellation();

  private static Tool tool(String name, Function<ToolCase, Map<String, Object>> work) {
    return new Tool() {
      @Override
      public Optional<RemoteTool> offer(ToolCase c) {
        return Optional.of(new RemoteTool(name, "a test", List.of()));
      }

      @Override
      public ToolResult run(ToolArguments arguments, ToolCase c) {
        return new ToolResult(work.apply(c), c.found());
      }
    };
  }

  private ToolSession session(int calls, Duration time, Tool... tools) {
    return new ToolBox(List.of(tools), new ToolLimits(calls, time))
        .open(ToolSubject.of("1.2.3", READING), cancellation);
  }

  private static ToolRequest ask(String name, String arguments) {
    return new ToolRequest("1", name, arguments);
  }

  @Test
  void aCallIsRecordedWithItsArgumentsAndResult() {
    ToolSession session = session(2, LONG, tool("one", _ -> Map.of("is", 1)));
    ToolCall call = session.call(ask("one", "{\"b\":2,\"a\":\"x\"}"));
    assertThat(call.arguments()).isEqualTo(Map.of("a", "x", "b", 2));
    assertThat(call.result()).isEqualTo(Map.of("is", 1));
    assertThat(call.error()).isNull();
    assertThat(ToolSession.json(call)).isEqualTo("{\"is\":1}");
    assertThat(session.calls()).containsExactly(call);
    assertThat(session.offer().mayCall()).isTrue();
  }

  @Test
  void nonsenseIsAnsweredInWords() {
    ToolSession session = session(9, LONG, tool("one", _ -> Map.of("is", 1)));
    assertThat(session.call(ask("two", "{}")).error())
        .isEqualTo("there is no such tool; there are one");
    assertThat(session.call(ask("one", "{\"a\":")).error())
        .isEqualTo("the arguments are no JSON object");
    assertThat(session.call(ask("one", "[1]")).error())
        .isEqualTo("the arguments are no JSON object");
    assertThat(session.call(ask("one", "{")).arguments()).isEqualTo("{");
    ToolCall long_ = session.call(ask("x".repeat(500), "y".repeat(5000)));
    assertThat(session.call(ask("o\u001b[2Jne", "{}")).name()).isEqualTo("o [2Jne");
    assertThat(long_.name()).hasSize(64);
    assertThat((String) long_.arguments()).hasSize(1000);
    assertThat(ToolSession.json(long_))
        .isEqualTo("{\"error\":\"the arguments are no JSON object\"}");
  }

  @Test
  void aLoopIsToldThatItsResultStandsAbove() {
    ToolSession session = session(9, LONG, tool("one", _ -> Map.of("is", 1)));
    session.call(ask("one", "{\"a\":1,\"b\":2}"));
    assertThat(session.call(ask("one", "{\"b\":2,\"a\":1}")).error())
        .startsWith("this was asked before");
    assertThat(session.call(ask("one", "{\"a\":2}")).error()).isNull();
  }

  @Test
  void noMoreCallsThanTheLimit() {
    ToolSession session = session(1, LONG, tool("one", _ -> Map.of("is", 1)));
    session.call(ask("one", ""));
    assertThat(session.mayCall()).isFalse();
    assertThat(session.offer().mayCall()).isFalse();
    assertThat(session.call(ask("one", "{\"a\":1}")).error())
        .isEqualTo("no call is left in this turn; answer now with what you have");
    assertThat(session(0, LONG, tool("one", _ -> Map.of())).offer().tools()).isEmpty();
  }

  @Test
  void aToolThatFailsCostsItsOwnResult() {
    ToolSession session =
        session(
            9,
            LONG,
            tool(
                "one",
                _ -> {
                  throw new IllegalStateException("/secret/path");
                }));
    assertThat(session.call(ask("one", "{}")).error()).isEqualTo("it failed");
  }

  @Test
  void aToolThatTakesTooLongIsCancelledAndTheTimeIsUsedUp() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Tool slow =
        tool(
            "slow",
            c -> {
              while (!c.cancellation().isCancelled()) {
                Thread.onSpinWait();
              }
              stopped.countDown();
              return Map.of();
            });
    ToolSession session = session(9, Duration.ofMillis(100), slow);
    assertThat(session.call(ask("slow", "{}")).error()).startsWith("it took longer than");
    stopped.await();
    assertThat(session.call(ask("slow", "{\"a\":1}")).error())
        .isEqualTo("the time for tools in this turn is used up");
  }

  @Test
  void onlyTheCallersOwnCancellationGoesThrough() {
    cancellation.cancel();
    ToolSession session = session(9, LONG, tool("one", _ -> Map.of()));
    assertThatThrownBy(() -> session.call(ask("one", "{}"))).isInstanceOf(ProblemException.class);
  }
}
