package io.sightline.volume;

import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.FrameCodec;
import io.sightline.dicom.PixelReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Loads the voxels of assembled volumes: decodes, rescales and places slice by slice. Thread-safe;
 * {@link #load} blocks, decoding in a few threads of its own.
 */
public final class VolumeLoader {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);

  private final PixelReader pixels;

  /**
   * @param codec shared by all loads; not closed here
   */
  public VolumeLoader(DicomLimits limits, FrameCodec codec) {
    this.pixels = new PixelReader(limits, codec);
  }

  /**
   * @param resolver from SOP Instance UID to that object's file
   * @return real-world values (HU for CT) in the scanner's grid
   * @throws io.sightline.shared.ProblemException as {@link PixelReader#read}
   */
  public Volume load(AssembledVolume volume, Function<String, Path> resolver) {
    VoxelGrid grid = new VoxelGrid(volume);
    List<Callable<Void>> tasks = new ArrayList<>();
    byObject(volume.slices())
        .forEach(
            (uid, slices) ->
                tasks.add(
                    () -> {
                      read(resolver.apply(uid), slices, grid);
                      return null;
                    }));
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Tasks.runAll(threads, tasks);
    }
    return grid.toVolume();
  }

  private void read(Path path, Map<Integer, Slice> slices, VoxelGrid grid) {
    pixels.read(
        path,
        slices::containsKey,
        (frame, format, stored) ->
            grid.put(
                slices.get(frame.index()),
                format,
                RealWorldValues.of(grid.modality(), frame, format, stored)));
  }

  private static Map<String, Map<Integer, Slice>> byObject(List<Slice> slices) {
    Map<String, Map<Integer, Slice>> objects = new LinkedHashMap<>();
    for (Slice slice : slices) {
      objects
          .computeIfAbsent(slice.sopInstanceUid(), _ -> new LinkedHashMap<>())
          .put(slice.frame(), slice);
    }
    return objects;
  }
}
