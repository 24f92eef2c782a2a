package io.sightline.report.remote;

import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.language.remote.ToolRequest;
import io.sightline.report.document.ToolCall;
import io.sightline.report.tool.ToolSession;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One turn with a remote model: as long as it asks for tools it gets their results, as data, and is
 * asked again; what it says without asking for a tool is its answer. A model that goes on asking
 * when no call is left has said all that it will. One use, one thread.
 */
public final class RemoteRounds {
  /** More requests in one round than this are left out. */
  private static final int MOST_AT_ONCE = 8;

  /** A server that writes more than this in one round does not heed its token limit. */
  static final int MOST_CHARACTERS = 40_000;

  private final RemoteLanguageModel model;
  private final ToolSession tools;
  private final Consumer<String> pieces;
  private final Consumer<ToolCall> told;
  private final Cancellation cancellation;

  /**
   * @param pieces takes every piece of text as it comes, also of rounds that end with a request
   * @param told takes every call of a tool
   */
  public RemoteRounds(
      RemoteLanguageModel model,
      ToolSession tools,
      Consumer<String> pieces,
      Consumer<ToolCall> told,
      Cancellation cancellation) {
    this.model = model;
    this.tools = tools;
    this.pieces = pieces;
    this.told = told;
    this.cancellation = cancellation;
  }

  /**
   * What came of it.
   *
   * @param text of the last round; empty when the model wrote none
   * @param usage of all rounds
   */
  public record Said(String text, Usage usage) {}

  /**
   * @throws ProblemException {@code remote_failed}, {@code cancelled}
   */
  public Said run(List<RemoteMessage> opening, GenerationOptions options) {
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
    told.accept(call);
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
          if (text.length() > MOST_CHARACTERS) {
            throw new ProblemException(
                ErrorCode.REMOTE_FAILED,
                "The remote generalist is away: it wrote more than it was allowed to.");
          }
          pieces.accept(piece);
        }
        case GenerationEvent.End(StopReason reason, int in, int out) ->
            usage = new Usage(in, out, reason == StopReason.MAX_TOKENS);
        case GenerationEvent.Marker _ -> {}
      }
    }
  }
}
