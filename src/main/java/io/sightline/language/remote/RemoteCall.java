package io.sightline.language.remote;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.shared.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer, brought from the client's threads to the caller's: the port's events come on
 * the caller's thread. One use.
 */
final class RemoteCall implements StreamingChatResponseHandler {
  private static final long POLL_MS = 50;

  /**
   * Of arguments and thoughts together, which nobody passes on; a server that writes more floods.
   */
  static final int MOST_UNSAID = 200_000;

  /** What came. */
  private sealed interface Came {
    record Piece(String text) implements Came {}

    record Whole(ChatResponse response) implements Came {}

    record Failure(Throwable cause) implements Came {}
  }

  private final LinkedBlockingQueue<Came> queue = new LinkedBlockingQueue<>();
  private volatile boolean over;
  private boolean spoke;
  private int unsaid;

  @Override
  public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
    if (over) {
      context.streamingHandle().cancel();
    } else {
      queue.add(new Came.Piece(piece.text()));
    }
  }

  @Override
  public void onPartialToolCall(PartialToolCall piece, PartialToolCallContext context) {
    unsaid(piece.partialArguments(), context.streamingHandle());
  }

  @Override
  public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
    unsaid(piece.text(), context.streamingHandle());
  }

  /** Comes on the client's thread, one piece after the other. */
  private void unsaid(@Nullable String text, StreamingHandle stream) {
    unsaid += text == null ? 0 : text.length();
    if (over) {
      stream.cancel();
    } else if (unsaid > MOST_UNSAID) {
      stream.cancel();
      queue.add(
          new Came.Failure(new RemoteFailure("it wrote more than it was allowed to", false, null)));
    }
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    queue.add(new Came.Whole(response));
  }

  @Override
  public void onError(Throwable error) {
    queue.add(new Came.Failure(error));
  }

  /** Whether any word came: what was said cannot be tried again. */
  boolean spoke() {
    return spoke;
  }

  /**
   * Passes events on until the answer is complete.
   *
   * @return the tools that the model asks for; empty when it answered
   * @throws RemoteFailure what the client reported, or that time ran out
   */
  List<ToolRequest> follow(
      Duration most, Consumer<GenerationEvent> events, Cancellation cancellation)
      throws RemoteFailure {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (true) {
        cancellation.check();
        if (System.nanoTime() - end > 0) {
          throw new RemoteFailure(
              "it did not answer within " + most.toSeconds() + " s", true, null);
        }
        Came came = next();
        switch (came) {
          case null -> {}
          case Came.Piece(String text) -> {
            spoke = true;
            events.accept(new GenerationEvent.Text(text));
          }
          case Came.Whole(ChatResponse response) -> {
            events.accept(end(response));
            return LangChainMessages.requests(response.aiMessage());
          }
          case Came.Failure(Throwable cause) -> throw RemoteFailure.of(cause);
        }
      }
    } finally {
      over = true;
    }
  }

  private @Nullable Came next() {
    try {
      return queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Came.Failure(e);
    }
  }

  private static GenerationEvent.End end(ChatResponse response) {
    TokenUsage usage = response.tokenUsage();
    return new GenerationEvent.End(
        response.finishReason() == FinishReason.LENGTH
            ? StopReason.MAX_TOKENS
            : StopReason.STOP_TOKEN,
        usage == null || usage.inputTokenCount() == null ? 0 : usage.inputTokenCount(),
        usage == null || usage.outputTokenCount() == null ? 0 : usage.outputTokenCount());
  }
}
