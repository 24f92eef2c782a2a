package io.sightline.report;

import io.sightline.bundle.LabelSpec;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.segmentation.anatomy.StructureSurvey;
import io.sightline.volume.LabelMap;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lobes of {@link ToyHead} as the files of an atlas. */
final class ToyAtlas {
  private ToyAtlas() {}

  static void write(Path folder) {
    LabelMap lobes = ToyHead.encoding(Map.of()).structures();
    float[] values = new float[lobes.labels().length];
    for (int n = 0; n < values.length; n++) {
      values[n] = lobes.labels()[n];
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve("atlas.nii.gz"))) {
      NiftiWriter.write(new Volume(lobes.geometry(), values), out);
      Files.writeString(folder.resolve("atlas.yaml"), yaml(lobes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String yaml(LabelMap lobes) {
    List<LabelSpec> labels = new ArrayList<>();
    for (String id : ToyHead.STRUCTURES) {
      labels.add(new LabelSpec(labels.size() + 1, id, null, null));
    }
    StringBuilder out = new StringBuilder("labels:\n");
    for (LabelSpec l : labels) {
      String side = l.id().substring(0, l.id().indexOf('-'));
      String site = l.name().substring(side.length() + 1);
      out.append(
          "- {value: %d, id: %s, name: %s, side: %s, site: %s}\n"
              .formatted(l.index(), l.id(), l.name(), side, site));
    }
    out.append("landmarks:\n");
    for (StructureMeasure s : StructureSurvey.of(lobes, labels)) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %s: [%.3f, %.3f, %.3f]%n",
              s.id(),
              s.centroid().x(),
              s.centroid().y(),
              s.centroid().z()));
    }
    return out.toString();
  }
}
