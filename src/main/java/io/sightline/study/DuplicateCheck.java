package io.sightline.study;

import io.sightline.shared.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sorts arriving objects by what is known of their SOP Instance UID: new, the same object again, or
 * another object under a UID that is taken. For one thread.
 */
final class DuplicateCheck {
  private final Function<String, String> storedHash;
  private final Consumer<Rejection> rejected;
  private final Map<String, String> hashes = new HashMap<>();
  private final List<ReceivedInstance> fresh = new ArrayList<>();
  private int taken;

  /**
   * @param storedHash the content hash of a stored object by its UID, empty when there is none
   */
  DuplicateCheck(Function<String, String> storedHash, Consumer<Rejection> rejected) {
    this.storedHash = storedHash;
    this.rejected = rejected;
  }

  void add(ReceivedInstance instance) {
    String known = hashes.computeIfAbsent(instance.uid(), storedHash);
    String hash = instance.header().contentHash();
    if (known.isEmpty()) {
      hashes.put(instance.uid(), hash);
      fresh.add(instance);
    } else if (!known.equals(hash)) {
      rejected.accept(duplicate(instance));
      return;
    }
    taken++;
  }

  /** Objects to store. */
  List<ReceivedInstance> fresh() {
    return fresh;
  }

  /** Whether any object is stored already or will be. */
  boolean anyTaken() {
    return taken > 0;
  }

  private static Rejection duplicate(ReceivedInstance instance) {
    return Rejection.of(
        instance.file().name(),
        ErrorCode.DUPLICATE_UID,
        "Another object with other content has the same SOP Instance UID %s; the first is kept."
            .formatted(instance.uid()));
  }
}
