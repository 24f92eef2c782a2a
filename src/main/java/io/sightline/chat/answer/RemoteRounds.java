package io.sightline.chat.answer;

import io.sightline.chat.tool.ToolCall;
import io.sightline.chat.tool.ToolSession;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.language.remote.ToolRequest;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One turn with a remote model: as long as it asks for tools it gets their results, as data, and is
 * asked again; what it says without asking for a tool is its answer. A model that goes on asking
 * when no call is left has said all that it will.
 */
final class RemoteRounds {
  /** More requests in one round than this are left out. */
  private static final int MOST_AT_ONCE = 8;

  private final RemoteLanguageModel model;
  private final ToolSession tools;
  private final AnswerListener listener;
  private final Cancellation cancellation;

  RemoteRounds(
      RemoteLanguageModel model,
      ToolSession tools,
      AnswerListener listener,
      Cancellation cancellation) {
    this.model = model;
    this.tools = tools;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * What came of it.
   *
   * @param text of the last round; empty when the model wrote none
   * @param usage of all rounds
   */
  record Said(String text, Usage usage) {}

  /**
   * @throws ProblemException {@code remote_failed}, {@code cancelled}
   */
  Said run(List<RemoteMessage> opening, GenerationOptions options) {
    List<RemoteMessage> messages = new ArrayList<>(opening);
    Usage usage = Usage.NONE;
    while (true) {
      boolean last = !tools.mayCall();
      Heard heard = new Heard();
      List<ToolRequest> asked =
          model.chat(messages, tools.offer(), options, heard, cancellation).stream()
              .limit(MOST_AT_ONCE)
              .toList();
      usage = usage.and(heard.usage);
      if (asked.isEmpty() || last) {
        return new Said(heard.text.toString(), usage);
      }
      messages.add(RemoteMessage.calling(heard.text.toString(), asked));
      asked.forEach(r -> messages.add(RemoteMessage.result(r, result(r))));
    }
  }

  private String result(ToolRequest request) {
    ToolCall call = tools.call(request);
    listener.tool(call);
    return ToolSession.json(call);
  }

  /** One round's text, passed on as it comes. */
  private final class Heard implements Consumer<GenerationEvent> {
    private final StringBuilder text = new StringBuilder();
    private Usage usage = Usage.NONE;

    @Override
    public void accept(GenerationEvent event) {
      switch (event) {
        case GenerationEvent.Text(String piece) -> {
          text.append(piece);
          listener.token(piece);
        }
        case GenerationEvent.End(StopReason reason, int in, int out) ->
            usage = new Usage(in, out, reason == StopReason.MAX_TOKENS);
        case GenerationEvent.Marker _ -> {}
      }
    }
  }
}
