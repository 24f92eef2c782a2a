package io.sightline.export;

import io.sightline.report.document.InputRef;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import io.sightline.report.document.ReportStatus;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.VolumeGeometry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * All regions as label maps, uint8, one map per grid that regions lie in. The value is the region's
 * number: 3 for {@code r3}. Where regions overlap the smaller one is seen, because the larger are
 * written first; the masks of single regions are whole. Regions of one grid give one {@code
 * .nii.gz}; of several a zip of them with {@code labels.json}.
 */
final class NiftiExport implements Export {
  private static final double SAME_MM = 0.01;

  @Override
  public String kind() {
    return "nifti";
  }

  @Override
  public Exported export(ExportMaterial material) {
    Report report = material.report();
    if (report.status() != ReportStatus.DRAFT && report.status() != ReportStatus.SIGNED) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "The report is %s and has no regions to export.".formatted(report.status().word()));
    }
    List<List<Region>> grids = byGrid(material, report.regions());
    if (grids.isEmpty()) {
      return one(empty(material, report));
    }
    return grids.size() == 1
        ? one(labels(material, grids.getFirst()))
        : zip(material, report, grids);
  }

  /** Co-registered series share a grid and so a map. */
  private static List<List<Region>> byGrid(ExportMaterial material, List<Region> regions) {
    Map<VolumeGeometry, List<Region>> out = new LinkedHashMap<>();
    for (Region r : regions) {
      VolumeGeometry own = material.mask(r).geometry();
      VolumeGeometry grid =
          out.keySet().stream().filter(g -> g.matches(own, SAME_MM)).findFirst().orElse(own);
      out.computeIfAbsent(grid, _ -> new ArrayList<>()).add(r);
    }
    return List.copyOf(out.values());
  }

  private static LabelMap empty(ExportMaterial material, Report report) {
    InputRef first = report.inputs().getFirst();
    VolumeGeometry g =
        material
            .geometry(first.series(), first.volume())
            .orElseThrow(
                () -> new ProblemException(ErrorCode.NOT_FOUND, "The study is no longer there."));
    return new LabelMap(g, new byte[g.voxels()]);
  }

  static LabelMap labels(ExportMaterial material, List<Region> regions) {
    List<Region> largestFirst =
        regions.stream().sorted(Comparator.comparingDouble(Region::volumeMl).reversed()).toList();
    VolumeGeometry geometry = material.mask(largestFirst.getFirst()).geometry();
    byte[] labels = new byte[geometry.voxels()];
    for (Region r : largestFirst) {
      Mask mask = material.mask(r);
      byte value = (byte) Integer.parseInt(r.id().substring(1));
      for (int n = 0; n < labels.length; n++) {
        labels[n] = mask.inside()[n] != 0 ? value : labels[n];
      }
    }
    return new LabelMap(geometry, labels);
  }

  private static Exported one(LabelMap map) {
    return new Exported("application/gzip", "regions.nii.gz", gzipped(map));
  }

  private static Exported zip(ExportMaterial material, Report report, List<List<Region>> grids) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Map<String, Object>> index = new ArrayList<>();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (List<Region> regions : grids) {
        String name = "regions-" + sequence(report, regions.getFirst()) + ".nii.gz";
        put(zip, name, gzipped(labels(material, regions)));
        regions.forEach(r -> index.add(entry(name, r)));
      }
      put(zip, "labels.json", ReportJson.writePretty(index).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exported("application/zip", "regions.zip", out.toByteArray());
  }

  private static Map<String, Object> entry(String file, Region r) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", file);
    entry.put("value", Integer.parseInt(r.id().substring(1)));
    entry.put("region", r.id());
    entry.put("label", r.label());
    entry.put("series", r.series());
    return entry;
  }

  private static String sequence(Report report, Region region) {
    return report.inputs().stream()
        .filter(i -> i.series().equals(region.series()) && i.volume() == region.volume())
        .map(InputRef::sequence)
        .findFirst()
        .orElse(region.id());
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] gzipped(LabelMap map) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NiftiWriter.write(map, out);
    return out.toByteArray();
  }
}
