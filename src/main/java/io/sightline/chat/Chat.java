package io.sightline.chat;

import io.sightline.report.document.BundleRef;
import java.time.Instant;

/**
 * A conversation about one study.
 *
 * @param bundle that answers, or grounds and checks the answers
 */
public record Chat(String id, String studyId, BundleRef bundle, Instant createdAt) {

  /** Route of a message of it. */
  String route(String messageId) {
    return "/api/chats/" + id + "/messages/" + messageId;
  }

  /** Who its masks belong to. */
  static String owner(String id) {
    return "chat:" + id;
  }
}
