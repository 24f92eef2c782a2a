package io.sightline.app.eval;

import io.sightline.volume.Mask;
import io.sightline.volume.NiftiWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Keeps the regions that were judged, for whoever wants to look at or compare them. */
@FunctionalInterface
public interface MaskKeeper {
  /** Keeps none. */
  MaskKeeper NONE = (name, mode, sentence, mask) -> {};

  /**
   * @param sentence number of the sentence, from 0
   */
  void keep(String caseName, Mode mode, int sentence, Mask mask);

  /** Into {@code CASE/MODE/NN.nii.gz} of a folder. */
  static MaskKeeper in(Path folder) {
    return (name, mode, sentence, mask) -> {
      Path file =
          folder
              .resolve(name)
              .resolve(mode.name().toLowerCase(Locale.ROOT))
              .resolve("%02d.nii.gz".formatted(sentence));
      try {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
          NiftiWriter.write(mask, out);
        }
      } catch (IOException e) {
        throw new SetException(List.of("Masks cannot be written into " + folder + "."));
      }
    };
  }
}
