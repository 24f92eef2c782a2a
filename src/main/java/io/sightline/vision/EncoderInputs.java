package io.sightline.vision;

import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.inference.HostTensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Prepared;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prepared volumes as the tensors that an encoder graph declares: one [1, 1, z, y, x] per slot, or,
 * where the graph has a single image input, all slots as its channels. Absent slots are zeros;
 * {@code present} says which are there.
 */
final class EncoderInputs {
  static final String PRESENT = "present";

  private final GraphSpec graph;
  private final Map<String, TensorSpec> declared;
  private final List<InputSpec> slots;
  private final Prepared prepared;

  EncoderInputs(
      GraphSpec graph, Map<String, TensorSpec> declared, List<InputSpec> slots, Prepared prepared) {
    this.graph = graph;
    this.declared = declared;
    this.slots = slots;
    this.prepared = prepared;
  }

  /** By the graph's own names; every declared input that is an image or {@code present}. */
  Map<String, HostTensor> tensors() {
    Map<String, HostTensor> tensors = new HashMap<>();
    String present = graph.inputName(PRESENT);
    if (declared.containsKey(present)) {
      tensors.put(present, present());
    }
    if (slots.stream().allMatch(s -> declared.containsKey(graph.inputName(s.name())))) {
      slots.forEach(s -> tensors.put(graph.inputName(s.name()), stack(List.of(s))));
    } else {
      tensors.put(imageInput(present), stack(slots));
    }
    return tensors;
  }

  private String imageInput(String present) {
    List<String> images = declared.keySet().stream().filter(n -> !n.equals(present)).toList();
    if (images.size() != 1) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The encoder's inputs %s are neither the manifest's slots nor one image."
              .formatted(images));
    }
    return images.getFirst();
  }

  /** [1, slots] of 1 and 0. */
  private HostTensor present() {
    float[] data = new float[slots.size()];
    for (int n = 0; n < data.length; n++) {
      data[n] = prepared.images().containsKey(slots.get(n).name()) ? 1 : 0;
    }
    return new HostTensor(new long[] {1, data.length}, data);
  }

  private HostTensor stack(List<InputSpec> channels) {
    VolumeGeometry g = prepared.grid();
    float[] data = new float[channels.size() * g.voxels()];
    for (int c = 0; c < channels.size(); c++) {
      Volume image = prepared.images().get(channels.get(c).name());
      if (image != null) {
        System.arraycopy(image.voxels(), 0, data, c * g.voxels(), g.voxels());
      }
    }
    return new HostTensor(new long[] {1, channels.size(), g.nz(), g.ny(), g.nx()}, data);
  }
}
