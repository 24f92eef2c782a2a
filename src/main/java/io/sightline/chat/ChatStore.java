package io.sightline.chat;

import io.sightline.chat.answer.Exchange;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Chats and messages in the database. Thread-safe. */
@Singleton
final class ChatStore {
  private final Jdbi jdbi;

  ChatStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  void create(Chat chat) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "insert into chat (id, study_id, created_at, document)"
                        + " values (:id, :study, :at, :document)")
                .bind("id", chat.id())
                .bind("study", chat.studyId())
                .bind("at", chat.createdAt().atOffset(ZoneOffset.UTC))
                .bind("document", ReportJson.write(chat))
                .execute());
  }

  Optional<Chat> find(String id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select document from chat where id = :id")
                .bind("id", id)
                .map((row, _) -> ReportJson.read(row.getString(1), Chat.class))
                .findOne());
  }

  /** Newest first. */
  List<Chat> list(int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select document from chat order by created_at desc, id limit :n")
                .bind("n", limit)
                .map((row, _) -> ReportJson.read(row.getString(1), Chat.class))
                .list());
  }

  /** JSON of each message, oldest first. */
  List<String> messages(String chatId) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select document from chat_message where chat_id = :id order by number")
                .bind("id", chatId)
                .mapTo(String.class)
                .list());
  }

  /** What was said, oldest first. */
  List<Exchange> exchanges(String chatId) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select question, answer, finding from chat_message where chat_id = :id"
                        + " order by number")
                .bind("id", chatId)
                .map((row, _) -> new Exchange(row.getString(1), row.getString(2), row.getString(3)))
                .list());
  }

  /**
   * The number of the next message; holds the chat until the transaction ends.
   *
   * @throws ProblemException {@code not_found} when the chat was deleted meanwhile
   */
  static long next(Handle transaction, String chatId) {
    transaction
        .createQuery("select id from chat where id = :id for update")
        .bind("id", chatId)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(
            () -> new ProblemException(ErrorCode.NOT_FOUND, "The chat is no longer there."));
    return transaction
        .createQuery("select coalesce(max(number), 0) + 1 from chat_message where chat_id = :id")
        .bind("id", chatId)
        .mapTo(Long.class)
        .one();
  }

  static void add(Handle transaction, Message message, String finding) {
    transaction
        .createUpdate(
            "insert into chat_message (id, chat_id, number, question, answer, finding, document)"
                + " values (:id, :chat, :number, :question, :answer, :finding, :document)")
        .bind("id", message.id())
        .bind("chat", message.chatId())
        .bind("number", message.number())
        .bind("question", message.answer().asked())
        .bind("answer", message.answer().text())
        .bind("finding", finding)
        .bind("document", ReportJson.write(message))
        .execute();
  }

  static boolean delete(Handle transaction, String id) {
    return transaction.execute("delete from chat where id = ?", id) > 0;
  }
}
