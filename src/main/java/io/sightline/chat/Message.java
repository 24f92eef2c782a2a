package io.sightline.chat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sightline.chat.answer.Answer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One turn: what was asked, and the answer.
 *
 * @param number 1 for the first turn of the chat
 * @param question as it came
 * @param region that was asked about, or null
 */
public record Message(
    String id,
    String chatId,
    long number,
    Instant at,
    String question,
    @Nullable RegionRequest region,
    @JsonUnwrapped Answer answer) {}
