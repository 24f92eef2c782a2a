package io.sightline.chat.segment;

import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Region;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt gave.
 *
 * @param text of the prompt
 * @param regions none or one
 * @param notes why there is no region, or what speaks against the one there is
 */
public record Segmentation(
    String id,
    String studyId,
    BundleRef bundle,
    Instant createdAt,
    @Nullable String text,
    List<Region> regions,
    List<String> notes,
    String disclaimer) {
  public Segmentation {
    regions = List.copyOf(regions);
    notes = List.copyOf(notes);
  }

  /** Route of a segmentation. */
  static String route(String id) {
    return "/api/segmentations/" + id;
  }

  /** Who its masks belong to. */
  static String owner(String id) {
    return "segmentation:" + id;
  }
}
