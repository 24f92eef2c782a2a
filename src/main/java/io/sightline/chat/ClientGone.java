package io.sightline.chat;

import io.sightline.shared.Cancellation;
import io.vertx.ext.web.RoutingContext;

/** A cancellation that follows a client's connection. */
public final class ClientGone {
  private ClientGone() {}

  /** Raised when the connection closes before the response is written. */
  public static Cancellation of(RoutingContext context) {
    Cancellation cancellation = new Cancellation();
    context.addEndHandler(
        end -> {
          if (end.failed()) {
            cancellation.cancel();
          }
        });
    return cancellation;
  }
}
