package io.sightline.export;

import io.sightline.export.KeySlicePicture.Outline;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.Sentence;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pictures of one page; volumes and masks are read once. Not thread-safe. */
final class HtmlPictures {
  private final ExportMaterial material;
  private final Map<String, Optional<Volume>> volumes = new HashMap<>();
  private final Map<String, Mask> masks = new HashMap<>();
  private final Map<String, String> pictures = new HashMap<>();

  HtmlPictures(ExportMaterial material) {
    this.material = material;
  }

  /** A picture and what it shows. */
  record Picture(String dataUri, String caption) {}

  /** One picture per series that the sentence's regions lie in: the largest region's key slice. */
  List<Picture> of(Report report, Sentence sentence) {
    Map<String, Region> largest = new LinkedHashMap<>();
    List<Region> regions =
        sentence.links().stream()
            .flatMap(l -> report.region(l.region()).stream())
            .distinct()
            .toList();
    for (Region r : regions) {
      largest.merge(
          r.series() + "/" + r.volume(), r, (a, b) -> a.volumeMl() >= b.volumeMl() ? a : b);
    }
    return largest.values().stream().flatMap(r -> picture(report, r, regions).stream()).toList();
  }

  private Optional<Picture> picture(Report report, Region shown, List<Region> all) {
    Optional<Volume> volume =
        volumes.computeIfAbsent(
            shown.series() + "/" + shown.volume(),
            _ -> material.volume(shown.series(), shown.volume()));
    return volume.map(
        v -> {
          List<Region> here =
              all.stream()
                  .filter(r -> r.series().equals(shown.series()) && r.volume() == shown.volume())
                  .toList();
          String key = shown.keySlice().index() + here.stream().map(Region::id).toList().toString();
          String uri = pictures.computeIfAbsent(key, _ -> draw(v, shown, here));
          return new Picture(uri, caption(report, v, shown));
        });
  }

  private String draw(Volume volume, Region shown, List<Region> regions) {
    List<Outline> outlines =
        regions.stream()
            .map(r -> new Outline(mask(r), Integer.parseInt(r.colour().substring(1), 16)))
            .toList();
    byte[] png = KeySlicePicture.png(volume, shown.keySlice().index(), outlines);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private Mask mask(Region region) {
    return masks.computeIfAbsent(region.id(), _ -> material.mask(region));
  }

  private static String caption(Report report, Volume volume, Region region) {
    String sequence =
        report.inputs().stream()
            .filter(i -> i.series().equals(region.series()))
            .map(i -> i.sequence())
            .findFirst()
            .orElse("series");
    return "%s, %s slice %d of %d"
        .formatted(
            sequence,
            DisplayAxes.of(volume.geometry()).plane(),
            region.keySlice().index() + 1,
            volume.geometry().nz());
  }
}
