package io.sightline.chat;

import io.sightline.bundle.Bundle;
import io.sightline.chat.answer.AnswerListener;
import io.sightline.chat.answer.AnswerOutcome;
import io.sightline.chat.answer.Answerer;
import io.sightline.chat.answer.Asked;
import io.sightline.chat.answer.Exchange;
import io.sightline.chat.answer.Question;
import io.sightline.chat.answer.Sampling;
import io.sightline.chat.masks.PromptedMasks;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Region;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What can be done with chats from outside. Thread-safe; every call blocks. */
@Singleton
public final class ChatService {
  private final Studies studies;
  private final AnsweringBundle bundles;
  private final Answerer answerer;
  private final ChatStore store;
  private final PromptedMasks masks;
  private final ChatConfig config;
  private final Semaphore places;

  ChatService(
      Studies studies,
      AnsweringBundle bundles,
      Answerer answerer,
      ChatStore store,
      PromptedMasks masks,
      ChatConfig config) {
    this.studies = studies;
    this.bundles = bundles;
    this.answerer = answerer;
    this.store = store;
    this.masks = masks;
    this.config = config;
    this.places = new Semaphore(config.parallel());
  }

  /**
   * @throws ProblemException {@code not_found} for an unknown study or bundle, {@code no_bundle}
   */
  public Chat open(String studyId, @Nullable String bundleId) {
    Chat chat = prepare(studyId, bundleId);
    keep(chat);
    return chat;
  }

  /** Stores a chat that was prepared. */
  public void keep(Chat chat) {
    store.create(chat);
  }

  /**
   * The same without storing it.
   *
   * @throws ProblemException {@code not_found} for an unknown study or bundle, {@code no_bundle}
   */
  public Chat prepare(String studyId, @Nullable String bundleId) {
    if (studies.find(studyId).isEmpty()) {
      throw notFound("There is no study " + studyId + ".");
    }
    Bundle b = bundles.choose(bundleId);
    BundleRef ref = new BundleRef(b.id(), b.manifest().version(), b.sha256(), null);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Chat(UUID.randomUUID().toString(), studyId, ref, now);
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  public Chat get(String id) {
    return store.find(id).orElseThrow(() -> notFound("There is no chat " + id + "."));
  }

  /** Newest first. */
  List<Chat> list(int limit) {
    return store.list(limit);
  }

  ChatView view(String id) {
    return ChatView.of(get(id), store.messages(id));
  }

  /**
   * Deletes a chat with its messages and masks.
   *
   * @throws ProblemException {@code not_found}
   */
  public void delete(String id) {
    if (!masks.drop(Chat.owner(id), t -> ChatStore.delete(t, id))) {
      throw notFound("There is no chat " + id + ".");
    }
  }

  /** A turn of the chat, its memory the earlier turns. */
  Turn accept(String chatId, MessageRequest request) {
    Chat chat = get(chatId);
    List<Exchange> said = store.exchanges(chatId);
    if (said.size() >= config.turns()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "The chat has %d turns, which is the most; open another.".formatted(said.size()));
    }
    return accept(chat, request.question(), request.region(), said, Sampling.DEFAULT, false);
  }

  /**
   * Checks all that can be checked before the study is read.
   *
   * @throws ProblemException {@code bad_request}, {@code not_found}, {@code cannot_answer}
   */
  public Turn accept(
      Chat chat,
      @Nullable Question question,
      @Nullable RegionRequest region,
      List<Exchange> said,
      Sampling sampling,
      boolean local) {
    String id = UUID.randomUUID().toString();
    Asked asked =
        new Asked(
            chat.route(id),
            chat.studyId(),
            bundles.choose(chat.bundle().id()),
            question,
            region == null ? null : region.place(),
            Exchange.latest(said, config.memory()),
            sampling,
            local);
    answerer.check(asked);
    return new Turn(chat, id, region, asked);
  }

  /**
   * Answers a turn and stores it.
   *
   * @throws ProblemException {@code busy}, {@code out_of_scope}, {@code cancelled}, {@code
   *     not_found} when study or chat were deleted meanwhile
   */
  public Message answer(Turn turn, AnswerListener listener, Cancellation cancellation) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
          ErrorCode.BUSY, "%d answers are being made already.".formatted(config.parallel()));
    }
    try {
      AnswerOutcome outcome = answerer.answer(turn.asked(), listener, cancellation);
      cancellation.check();
      return store(turn, outcome);
    } finally {
      places.release();
    }
  }

  private Message store(Turn turn, AnswerOutcome outcome) {
    Message[] stored = new Message[1];
    masks.keep(
        Chat.owner(turn.chat().id()),
        turn.messageId() + "/",
        outcome.regions(),
        t -> {
          Message message =
              new Message(
                  turn.messageId(),
                  turn.chat().id(),
                  ChatStore.next(t, turn.chat().id()),
                  Instant.now().truncatedTo(ChronoUnit.MILLIS),
                  turn.asked().words(),
                  turn.region(),
                  outcome.answer());
          ChatStore.add(t, message, spokenOf(message));
          stored[0] = message;
        });
    return stored[0];
  }

  /** What "it" means in the next question: the finding that the answer points at first. */
  private static String spokenOf(Message message) {
    return message.answer().regions().stream()
        .filter(r -> r.finding() != null)
        .map(Region::label)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  InputStream mask(String chatId, String messageId, String regionId) {
    get(chatId);
    return masks.open(Chat.owner(chatId), messageId + "/" + regionId);
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(ErrorCode.NOT_FOUND, detail);
  }
}
