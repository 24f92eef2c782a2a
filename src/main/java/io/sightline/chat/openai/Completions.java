package io.sightline.chat.openai;

import io.sightline.bundle.Bundle;
import io.sightline.chat.AnsweringBundle;
import io.sightline.chat.Chat;
import io.sightline.chat.ChatService;
import io.sightline.chat.Message;
import io.sightline.chat.Turn;
import io.sightline.chat.answer.AnswerListener;
import io.sightline.shared.Cancellation;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A completion is the first turn of a chat of its own, so that its masks can be fetched and it can
 * be deleted like any chat. Only the bundle named by {@code model} answers, never a remote
 * generalist: two servers that point at each other would ask forever. Thread-safe; blocking.
 */
@Singleton
final class Completions {
  private final ChatService chats;
  private final AnsweringBundle bundles;

  Completions(ChatService chats, AnsweringBundle bundles) {
    this.chats = chats;
    this.bundles = bundles;
  }

  /** A request that was understood. */
  record Accepted(CompletionRequest request, Turn turn, Bundle bundle, List<String> stops) {
    String id() {
      return "chatcmpl-" + turn.chat().id();
    }

    long created() {
      return turn.chat().createdAt().getEpochSecond();
    }
  }

  List<Bundle> models() {
    return bundles.generalists();
  }

  Bundle model(String id) {
    return models().stream()
        .filter(b -> b.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new OpenAiException(
                    404,
                    OpenAiError.of(
                        404,
                        "There is no model of this name; GET /v1/models lists them.",
                        "model",
                        "model_not_found")));
  }

  /** Checks all that can be checked before the study is read. */
  Accepted accept(CompletionRequest request) {
    CompletionRequest r = request.checked();
    Bundle bundle = model(String.valueOf(r.model()));
    Conversation asked =
        Conversation.of(List.copyOf(java.util.Objects.requireNonNull(r.messages())));
    List<String> stops = r.stops();
    Chat chat = chats.prepare(asked.studyId(), bundle.id());
    Turn turn = chats.accept(chat, asked.question(), null, asked.memory(), r.sampling(), true);
    return new Accepted(r, turn, bundle, stops);
  }

  Message answer(Accepted accepted, Cancellation cancellation) {
    Chat chat = accepted.turn().chat();
    chats.keep(chat);
    try {
      return chats.answer(accepted.turn(), AnswerListener.NONE, cancellation);
    } catch (RuntimeException e) {
      chats.delete(chat.id());
      throw e;
    }
  }

  Completion completion(Accepted a, Message message) {
    Cut cut = Cut.of(message.answer(), a.stops());
    Completion.Said said = new Completion.Said("assistant", cut.text(), null);
    return new Completion(
        a.id(),
        "chat.completion",
        a.created(),
        a.bundle().id(),
        List.of(new Completion.Choice(0, said, null, cut.finish())),
        Completion.Tokens.of(message.answer().usage()),
        a.bundle().sha256().substring(0, 16),
        message);
  }
}
