package io.sightline.language.remote;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;

/**
 * The latest turns of a conversation that fit a budget of tokens: LangChain4j's window, which
 * forgets the oldest message first, cut to whole turns. Not thread-safe.
 */
public final class TurnMemory {
  private static final int MESSAGES_PER_TURN = 2;

  private final TokenWindowChatMemory window;

  /**
   * @param tokens above 0
   */
  public TurnMemory(int tokens) {
    window = TokenWindowChatMemory.withMaxTokens(tokens, new RoughTokens());
  }

  /** Adds a turn; older ones go when the budget is used up. */
  public void add(String question, String answer) {
    window.add(UserMessage.from(question), AiMessage.from(answer));
  }

  /** How many of the turns that were added last are still there. */
  public int turns() {
    return window.messages().size() / MESSAGES_PER_TURN;
  }
}
