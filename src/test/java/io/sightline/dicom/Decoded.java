package io.sightline.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stored values of a test object, frame by frame. */
final class Decoded {
  private Decoded() {}

  static List<int[]> frames(Path path) {
    FrameCodec none =
        (coding, _, _) -> {
          throw new AssertionError("needs no codec, but asked for " + coding);
        };
    return frames(path, none);
  }

  static List<int[]> frames(Path path, FrameCodec codec) {
    List<int[]> all = new ArrayList<>();
    new PixelReader(DicomLimits.DEFAULT, codec)
        .read(path, _ -> true, (_, _, stored) -> all.add(stored.clone()));
    return all;
  }

  static int[] only(Path path) {
    List<int[]> all = frames(path);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " frames");
    }
    return all.getFirst();
  }
}
