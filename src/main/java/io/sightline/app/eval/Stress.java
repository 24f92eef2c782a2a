package io.sightline.app.eval;

import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.ProblemException;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way of making a set harder. Cases of DICOM are left out: only NIfTI images are changed.
 *
 * @param without label of a sequence that is taken away, from cases that have another
 * @param change of every image
 */
public record Stress(
    String title, @Nullable String without, @Nullable UnaryOperator<Volume> change) {
  private static final double[] SLICES = {3, 5, 7};

  /** As it is, each sequence missing, thick slices, noise, stored the other way round. */
  public static List<Stress> all() {
    List<Stress> out = new ArrayList<>(List.of(new Stress("as it is", null, null)));
    for (String sequence : List.of("T1", "T1C", "T2", "FLAIR")) {
      out.add(new Stress("without " + sequence, sequence, null));
    }
    for (double mm : SLICES) {
      out.add(new Stress("slices of %.0f mm".formatted(mm), null, Spoiling.thickSlices(mm)));
    }
    out.add(new Stress("noise", null, Spoiling.noise(1)));
    out.add(new Stress("stored the other way round", null, Spoiling.reversed()));
    return out;
  }

  /**
   * The set under this stress. What cannot be seen without a sequence is no longer checked.
   *
   * @param folder takes changed images
   */
  public EvaluationSet of(EvaluationSet set, Path folder, Lexicon lexicon) {
    return new EvaluationSet(
        title, set.cases().stream().flatMap(c -> of(c, folder, lexicon).stream()).toList());
  }

  private Optional<EvaluationCase> of(EvaluationCase c, Path folder, Lexicon lexicon) {
    boolean lacks = without != null && (!c.images().containsKey(without) || c.images().size() < 2);
    if (c.images().isEmpty() || lacks) {
      return Optional.empty();
    }
    Map<String, Path> images = new LinkedHashMap<>(c.images());
    if (without != null) {
      images.remove(without);
    }
    if (change != null) {
      images.replaceAll((sequence, path) -> changed(path, folder.resolve(c.name()), sequence));
    }
    Map<String, Boolean> findings = new LinkedHashMap<>(c.findings());
    findings.keySet().removeIf(f -> !visible(f, images, lexicon));
    return Optional.of(
        new EvaluationCase(
            c.name(), images, null, c.outOfScope(), findings, c.targets(), List.of(), List.of()));
  }

  private static boolean visible(String finding, Map<String, Path> images, Lexicon lexicon) {
    return lexicon
        .finding(finding)
        .filter(f -> f.seenOn().isEmpty() || f.seenOn().stream().anyMatch(images::containsKey))
        .isPresent();
  }

  private Path changed(Path image, Path folder, String sequence) {
    try {
      Path out = Files.createDirectories(folder).resolve(sequence + ".nii.gz");
      Volume volume = NiftiReader.read(image, VolumeLimits.DEFAULT).volumes().getFirst();
      NiftiWriter.write(change == null ? volume : change.apply(volume), out);
      return out;
    } catch (IOException e) {
      throw new SetException(List.of("Changed images cannot be written into " + folder + "."));
    } catch (ProblemException e) {
      throw new SetException(List.of(image + ": " + e.detail()));
    }
  }
}
