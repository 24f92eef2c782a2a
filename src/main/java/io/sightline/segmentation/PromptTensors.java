package io.sightline.segmentation;

import io.sightline.inference.HostTensor;
import io.sightline.segmentation.MaskPrompt.Box;
import io.sightline.segmentation.MaskPrompt.Point;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.Encoding;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as SAM-style tensors: points and box corners are (z, y, x) voxel indices of the model
 * grid with labels 1 positive, 0 negative, 2 and 3 box corners, -1 padding (Kirillov et al.,
 * "Segment Anything", 2023).
 */
final class PromptTensors {
  private final Encoding encoding;
  private final MaskPrompt prompt;
  private final List<Vec3> coords = new ArrayList<>();
  private final List<Float> labels = new ArrayList<>();

  PromptTensors(Encoding encoding, MaskPrompt prompt) {
    this.encoding = encoding;
    this.prompt = prompt;
    for (Point p : prompt.points()) {
      add(encoding.grid().toIndex(p.lps()), p.positive() ? 1 : 0);
    }
    if (prompt.box() != null) {
      addBox(prompt.box());
    }
    if (coords.isEmpty()) {
      add(new Vec3(0, 0, 0), -1);
    }
  }

  private void add(Vec3 index, float label) {
    coords.add(index);
    labels.add(label);
  }

  /** Smallest and largest index over the box's corners, whichever way the grid's axes run. */
  private void addBox(Box box) {
    Vec3 a = encoding.grid().toIndex(box.min());
    Vec3 b = encoding.grid().toIndex(box.max());
    add(new Vec3(Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.min(a.z(), b.z())), 2);
    add(new Vec3(Math.max(a.x(), b.x()), Math.max(a.y(), b.y()), Math.max(a.z(), b.z())), 3);
  }

  /** [1, Np, 3]. */
  HostTensor pointCoords() {
    float[] data = new float[3 * coords.size()];
    for (int n = 0; n < coords.size(); n++) {
      data[3 * n] = (float) coords.get(n).z();
      data[3 * n + 1] = (float) coords.get(n).y();
      data[3 * n + 2] = (float) coords.get(n).x();
    }
    return new HostTensor(new long[] {1, coords.size(), 3}, data);
  }

  /** [1, Np]. */
  HostTensor pointLabels() {
    float[] data = new float[labels.size()];
    for (int n = 0; n < data.length; n++) {
      data[n] = labels.get(n);
    }
    return new HostTensor(new long[] {1, data.length}, data);
  }

  /**
   * [1, P, H] with P at least 1: rows of zeros mean none. An axis of length 0 would say the same,
   * but not every version of a runtime broadcasts it.
   *
   * @param declared shape of the graph's input, -1 for a dynamic axis
   */
  HostTensor promptEmbeddings(List<Long> declared) {
    int given = prompt.hidden().size();
    int width = declared.get(2) > 0 ? declared.get(2).intValue() : widthOfStates();
    int rows = declared.get(1) > 0 ? declared.get(1).intValue() : Math.max(1, given);
    check(given <= rows, "The mask decoder takes at most %d prompt states.".formatted(rows));
    float[] data = new float[rows * width];
    for (int n = 0; n < given; n++) {
      float[] state = prompt.hidden().get(n);
      check(
          state.length == width,
          "The mask decoder expects prompt states of width %d.".formatted(width));
      System.arraycopy(state, 0, data, n * width, width);
    }
    return new HostTensor(new long[] {1, rows, width}, data);
  }

  private int widthOfStates() {
    long[] tokens = encoding.imageTokens().shape();
    return prompt.hidden().isEmpty()
        ? (int) tokens[tokens.length - 1]
        : prompt.hidden().getFirst().length;
  }

  private static void check(boolean ok, String detail) {
    if (!ok) {
      throw new ProblemException(ErrorCode.INVALID_BUNDLE, detail);
    }
  }

  /** [1]: 1 when there is an earlier mask. */
  HostTensor hasMaskInput() {
    return new HostTensor(new long[] {1}, new float[] {prompt.previous() == null ? 0 : 1});
  }

  /** [1, 1, z, y, x] on the grid of the image embeddings: logits of an earlier mask, or zeros. */
  HostTensor maskInput() {
    VolumeGeometry low = embeddingGrid();
    Volume previous = prompt.previous();
    float[] data =
        previous == null ? new float[low.voxels()] : GridMapper.averaged(previous, low).voxels();
    return new HostTensor(new long[] {1, 1, low.nz(), low.ny(), low.nx()}, data);
  }

  /** The coarser grid that covers the same box as the model grid. */
  private VolumeGeometry embeddingGrid() {
    VolumeGeometry g = encoding.grid();
    long[] shape = encoding.imageEmbeddings().shape();
    int nx = (int) shape[4];
    int ny = (int) shape[3];
    int nz = (int) shape[2];
    double fx = (double) g.nx() / nx;
    double fy = (double) g.ny() / ny;
    double fz = (double) g.nz() / nz;
    return new VolumeGeometry(
        nx,
        ny,
        nz,
        new Vec3(g.spacing().x() * fx, g.spacing().y() * fy, g.spacing().z() * fz),
        g.toPatient((fx - 1) / 2, (fy - 1) / 2, (fz - 1) / 2),
        g.direction());
  }
}
