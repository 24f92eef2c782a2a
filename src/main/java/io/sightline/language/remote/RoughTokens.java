package io.sightline.language.remote;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;

/**
 * English text has about four characters in a token, and each message one more for its role. The
 * tokenizers of remote models are not known here.
 */
final class RoughTokens implements TokenCountEstimator {
  private static final int CHARACTERS_PER_TOKEN = 4;

  @Override
  public int estimateTokenCountInText(String text) {
    return text.length() / CHARACTERS_PER_TOKEN;
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return 1
        + switch (message) {
          case UserMessage m -> estimateTokenCountInText(m.singleText());
          case AiMessage m -> estimateTokenCountInText(m.text());
          default -> throw new IllegalArgumentException("a turn is a question and its answer");
        };
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage m : messages) {
      sum += estimateTokenCountInMessage(m);
    }
    return sum;
  }
}
