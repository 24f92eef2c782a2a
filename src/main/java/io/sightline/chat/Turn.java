package io.sightline.chat;

import io.sightline.chat.answer.Asked;
import org.jspecify.annotations.Nullable;

/** A turn that was accepted and not answered yet. */
public record Turn(Chat chat, String messageId, @Nullable RegionRequest region, Asked asked) {}
