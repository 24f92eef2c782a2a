package io.sightline.app.eval;

import java.util.List;

/** An evaluation set that cannot be used, with everything that is wrong with it. */
public final class SetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SetException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
