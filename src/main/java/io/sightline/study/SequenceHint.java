package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the client says that a NIfTI file is. */
final class SequenceHint {
  private SequenceHint() {}

  /** The sequence of this name, in any case; empty when it is none. */
  static Optional<Sequence> named(@Nullable String word) {
    return Arrays.stream(Sequence.values())
        .filter(sequence -> sequence.label().equalsIgnoreCase(word))
        .findFirst();
  }

  /**
   * @throws ProblemException {@code bad_request} when there is a word and it names no sequence
   */
  static Optional<Sequence> parse(@Nullable String word) {
    if (word == null) {
      return Optional.empty();
    }
    Optional<Sequence> sequence = named(word);
    if (sequence.isEmpty()) {
      String known =
          Arrays.stream(Sequence.values()).map(Sequence::label).collect(Collectors.joining(", "));
      throw new ProblemException(ErrorCode.BAD_REQUEST, "sequence must be one of " + known + ".");
    }
    return sequence;
  }
}
