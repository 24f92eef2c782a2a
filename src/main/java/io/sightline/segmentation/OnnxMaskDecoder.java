package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.GraphSpec;
import io.sightline.inference.HostTensor;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.Encoding;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code mask_decoder} graph of a bundle, with SAM's tensor names in three dimensions. Feeds
 * only the inputs that the graph declares.
 */
@ApplicationScoped
public class OnnxMaskDecoder implements MaskDecoder {
  static final String GRAPH = "mask_decoder";

  private final SessionPool pool;

  public OnnxMaskDecoder(SessionPool pool) {
    this.pool = pool;
  }

  @Override
  public List<MaskCandidate> decode(Bundle bundle, Encoding encoding, MaskPrompt prompt) {
    GraphSpec graph =
        bundle
            .manifest()
            .graph(GRAPH)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.INVALID_BUNDLE,
                        "Bundle %s has no mask decoder.".formatted(bundle.manifest().id())));
    try (SessionPool.Lease lease = pool.lease(bundle, GRAPH)) {
      return run(lease.session(), graph, encoding, prompt);
    }
  }

  private List<MaskCandidate> run(
      InferenceSession session, GraphSpec graph, Encoding encoding, MaskPrompt prompt) {
    String masks = graph.outputName("masks");
    String quality = graph.outputName("iou_predictions");
    Map<String, Tensor> inputs = new HashMap<>();
    Map<String, Tensor> outputs = new HashMap<>();
    try {
      inputs(session, graph, encoding, prompt)
          .forEach((n, t) -> inputs.put(n, open(session, n, t)));
      outputs.putAll(session.run(inputs, Set.of(masks, quality)));
      return candidates(
          outputs.get(masks).toFloats(), outputs.get(quality).toFloats(), encoding.grid());
    } finally {
      inputs.values().forEach(Tensor::close);
      outputs.values().forEach(Tensor::close);
    }
  }

  private static Map<String, HostTensor> inputs(
      InferenceSession session, GraphSpec graph, Encoding encoding, MaskPrompt prompt) {
    PromptTensors prompts = new PromptTensors(encoding, prompt);
    Map<String, HostTensor> roles = new HashMap<>(encoding.highResFeatures());
    roles.put("image_embeddings", encoding.imageEmbeddings());
    roles.put("point_coords", prompts.pointCoords());
    roles.put("point_labels", prompts.pointLabels());
    roles.put("mask_input", prompts.maskInput());
    roles.put("has_mask_input", prompts.hasMaskInput());
    TensorSpec states = session.inputs().get(graph.inputName("prompt_embeddings"));
    if (states != null) {
      roles.put("prompt_embeddings", prompts.promptEmbeddings(states.shape()));
    }
    Map<String, HostTensor> declared = new HashMap<>();
    roles.forEach(
        (role, tensor) -> {
          if (session.inputs().containsKey(graph.inputName(role))) {
            declared.put(graph.inputName(role), tensor);
          }
        });
    return declared;
  }

  private static Tensor open(InferenceSession session, String name, HostTensor value) {
    return session.tensor(session.inputs().get(name).type(), value.shape(), value.data());
  }

  /** Splits [1, M, z, y, x] into candidates, best predicted quality first. */
  private static List<MaskCandidate> candidates(
      float[] masks, float[] quality, VolumeGeometry grid) {
    int n = grid.voxels();
    if (masks.length != n * quality.length) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "The mask decoder's masks do not fill the model's grid.");
    }
    List<MaskCandidate> candidates = new ArrayList<>();
    for (int m = 0; m < quality.length; m++) {
      Volume logits = new Volume(grid, Arrays.copyOfRange(masks, m * n, (m + 1) * n));
      candidates.add(new MaskCandidate(logits, quality[m]));
    }
    candidates.sort(Comparator.comparingDouble(MaskCandidate::quality).reversed());
    return candidates;
  }
}
