package io.sightline.language.remote;

import org.jspecify.annotations.Nullable;

/**
 * One message to the remote model.
 *
 * @param image address of an image, for a user's message only
 */
public record RemoteMessage(Role role, String text, @Nullable String image) {

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  public static RemoteMessage system(String text) {
    return new RemoteMessage(Role.SYSTEM, text, null);
  }

  public static RemoteMessage user(String text) {
    return new RemoteMessage(Role.USER, text, null);
  }

  public static RemoteMessage assistant(String text) {
    return new RemoteMessage(Role.ASSISTANT, text, null);
  }
}
