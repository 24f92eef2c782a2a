package io.sightline.chat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.chat.answer.Exchange;
import io.sightline.chat.answer.Question;
import io.sightline.chat.openai.CompletionRequest.MessageIn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's messages as a question about a study: the last user message asks, earlier ones and
 * the answers to them are the memory. System messages are left out, since the models here were
 * trained without any.
 */
record Conversation(String studyId, Question question, List<Exchange> memory) {
  private static final String STUDY = "sightline:study/";
  private static final int MOST_MESSAGES = 400;

  Conversation {
    memory = List.copyOf(memory);
  }

  /**
   * @throws OpenAiException for an unknown role, an image, no study or no question
   */
  static Conversation of(List<MessageIn> messages) {
    if (messages.size() > MOST_MESSAGES) {
      throw OpenAiException.invalid(
          "At most %d messages are taken.".formatted(MOST_MESSAGES), "messages");
    }
    Reader reader = new Reader();
    messages.forEach(reader::read);
    return reader.conversation();
  }

  /** Reads message by message. */
  private static final class Reader {
    private final List<Exchange> memory = new ArrayList<>();
    private @Nullable String study;
    private @Nullable String asked;

    void read(MessageIn message) {
      switch (String.valueOf(message.role())) {
        case "user" -> asked = text(message.content());
        case "assistant" -> answered(text(message.content()));
        case "system", "developer" -> text(message.content());
        default ->
            throw OpenAiException.invalid(
                "Messages have the role system, developer, user or assistant.", "messages");
      }
    }

    private void answered(String answer) {
      if (asked != null) {
        memory.add(new Exchange(asked, answer, ""));
        asked = null;
      }
    }

    Conversation conversation() {
      if (asked == null || asked.isBlank()) {
        throw OpenAiException.invalid("The last message has to be a user's question.", "messages");
      }
      if (study == null) {
        throw OpenAiException.invalid(
            "Attach a study: {\"type\":\"image_url\",\"image_url\":{\"url\":\"sightline:study/{id}\"}}.",
            "messages");
      }
      return new Conversation(study, new Question(asked), memory);
    }

    private String text(@Nullable JsonNode content) {
      if (content == null || content.isNull()) {
        return "";
      }
      if (content.isTextual()) {
        return content.asText();
      }
      StringBuilder out = new StringBuilder();
      for (JsonNode part : content) {
        switch (part.path("type").asText()) {
          case "text" -> out.append(out.isEmpty() ? "" : " ").append(part.path("text").asText());
          case "image_url" -> image(part.path("image_url"));
          default ->
              throw OpenAiException.invalid(
                  "Content parts are of type text or image_url.", "messages");
        }
      }
      return out.toString();
    }

    private void image(JsonNode image) {
      String url = image.isTextual() ? image.asText() : image.path("url").asText();
      if (url.startsWith("data:")) {
        throw OpenAiException.invalid(
            "No bundle of this server reads 2D images; attach a stored study as"
                + " sightline:study/{id}.",
            "messages");
      }
      if (!url.startsWith(STUDY) || url.length() == STUDY.length()) {
        throw OpenAiException.invalid(
            "Images are attached as sightline:study/{id}; other addresses are never fetched.",
            "messages");
      }
      study = url.substring(STUDY.length());
    }
  }
}
