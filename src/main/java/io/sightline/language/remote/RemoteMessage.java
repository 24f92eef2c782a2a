package io.sightline.language.remote;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message to the remote model.
 *
 * @param image address of an image, for a user's message only
 * @param requests the tools that an assistant's message asks for, or the one that a tool's message
 *     answers; empty otherwise
 */
public record RemoteMessage(
    Role role, String text, @Nullable String image, List<ToolRequest> requests) {
  public RemoteMessage {
    requests = List.copyOf(requests);
    if (role == Role.TOOL && requests.size() != 1) {
      throw new IllegalArgumentException("a tool's message answers one request");
    }
  }

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
  }

  public static RemoteMessage system(String text) {
    return new RemoteMessage(Role.SYSTEM, text, null, List.of());
  }

  public static RemoteMessage user(String text) {
    return user(text, null);
  }

  public static RemoteMessage user(String text, @Nullable String image) {
    return new RemoteMessage(Role.USER, text, image, List.of());
  }

  public static RemoteMessage assistant(String text) {
    return calling(text, List.of());
  }

  /** What the model said beside asking for tools, and what it asked for. */
  public static RemoteMessage calling(String text, List<ToolRequest> requests) {
    return new RemoteMessage(Role.ASSISTANT, text, null, requests);
  }

  /**
   * @param text what the tool gave: data
   */
  public static RemoteMessage result(ToolRequest request, String text) {
    return new RemoteMessage(Role.TOOL, text, null, List.of(request));
  }
}
