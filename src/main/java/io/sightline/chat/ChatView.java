package io.sightline.chat;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A chat with its messages, as clients see it. */
record ChatView(@JsonUnwrapped Chat chat, @JsonRawValue String messages) {

  /**
   * @param documents JSON of each message
   */
  static ChatView of(Chat chat, List<String> documents) {
    return new ChatView(chat, "[" + String.join(",", documents) + "]");
  }
}
