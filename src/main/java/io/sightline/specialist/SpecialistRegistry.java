package io.sightline.specialist;

import io.sightline.bundle.Bundle;
import java.util.List;
import java.util.Optional;

/** The specialists that this server has. Thread-safe. */
public interface SpecialistRegistry {
  /**
   * Bundles of kind specialist, refused ones too, ordered by id: what to choose among, and why some
   * cannot be chosen.
   */
  List<Bundle> bundles();

  /**
   * Empty when there is no such specialist, its bundle is refused, or nothing here runs its task.
   */
  Optional<Specialist> find(String id);

  /** Usable specialists for a task, ordered by id. */
  default List<Specialist> of(Task task) {
    return bundles().stream()
        .flatMap(b -> find(b.id()).stream())
        .filter(s -> s.task() == task)
        .toList();
  }
}
