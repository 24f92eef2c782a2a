package io.sightline.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX file, or one model of another server, and the tensors that the runtime may rely on. The
 * graph is refused at load when it declares anything else for them; it may have tensors that are
 * not named here.
 *
 * @param file path inside the bundle; null when the graph is remote
 * @param remote null when the graph is a file
 * @param inputs by role; the role is the name that the runtime uses
 * @param outputs by role
 */
public record GraphSpec(
    @Nullable String file,
    @Nullable RemoteModel remote,
    Map<String, TensorDecl> inputs,
    Map<String, TensorDecl> outputs) {
  @JsonCreator
  public GraphSpec {
    inputs = Defaults.map(inputs);
    outputs = Defaults.map(outputs);
  }

  /** A graph of a file. */
  public GraphSpec(String file, Map<String, TensorDecl> inputs, Map<String, TensorDecl> outputs) {
    this(file, null, inputs, outputs);
  }

  /** The graph's own name for an input; the role itself when the manifest maps nothing. */
  public String inputName(String role) {
    TensorDecl t = inputs.get(role);
    return t == null || t.name() == null ? role : t.name();
  }

  /** The graph's own name for an output; the role itself when the manifest maps nothing. */
  public String outputName(String role) {
    TensorDecl t = outputs.get(role);
    return t == null || t.name() == null ? role : t.name();
  }

  /**
   * A declared tensor.
   *
   * @param name the graph's own; the role when absent
   * @param type {@code float32}, {@code float16}, {@code int64}, {@code int32}, {@code bool} or
   *     {@code uint8}
   * @param shape null = not checked
   */
  public record TensorDecl(
      @Nullable String name, @Nullable String type, @Nullable List<Dim> shape) {
    public TensorDecl {
      shape = shape == null ? null : List.copyOf(shape);
    }
  }
}
