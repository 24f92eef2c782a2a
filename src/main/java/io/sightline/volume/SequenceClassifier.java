package io.sightline.volume;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.FrameAttributes;

/**
 * Names the role that a series plays, with the evidence in words.
 *
 * <p>Words in the description, protocol and sequence name ({@link NameRule}) and acquisition
 * parameters ({@link ParameterRule}) give points to sequences; confidence is {@code (best - second)
 * / (best + 1)}. Below {@link #THRESHOLD} the answer is {@link Sequence#OTHER} and says so.
 */
public final class SequenceClassifier {

  /** The least confidence at which a sequence is named. */
  public static final double THRESHOLD = 0.5;

  private SequenceClassifier() {}

  /** Names a DICOM image; {@code frame} is any frame of the volume in question. */
  public static SequenceGuess classify(DicomHeader header, FrameAttributes frame) {
    return switch (header.series().modality()) {
      case "CT" -> new SequenceGuess(Sequence.CT, 1, "Modality CT");
      case "PT" -> new SequenceGuess(Sequence.PT, 1, "Modality PT");
      case "MR" -> mr(new SequenceFacts(header, frame));
      default -> new SequenceGuess(Sequence.OTHER, 1, "Modality " + header.series().modality());
    };
  }

  /** Names a NIfTI file from its own name or the name of its upload part. */
  public static SequenceGuess classify(String name) {
    return FileNameRule.classify(name);
  }

  private static SequenceGuess mr(SequenceFacts facts) {
    Ballot ballot = new Ballot();
    NameRule.apply(facts, ballot);
    for (ParameterRule rule : ParameterRule.values()) {
      if (rule.holds(facts)) {
        ballot.vote(rule.sequence(), rule.points(), rule.words());
      }
    }
    SequenceGuess guess = ballot.result(facts.parameters());
    return guess.sequence() == Sequence.T1 ? ContrastRule.apply(guess, facts) : guess;
  }
}
