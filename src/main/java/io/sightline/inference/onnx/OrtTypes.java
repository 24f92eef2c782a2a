package io.sightline.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime's types in the port's words. */
final class OrtTypes {
  private OrtTypes() {}

  static TensorType type(TensorInfo info) {
    if (info.onnxType == OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16) {
      return TensorType.FLOAT16;
    }
    return switch (info.type) {
      case FLOAT -> TensorType.FLOAT32;
      case INT64 -> TensorType.INT64;
      case INT32 -> TensorType.INT32;
      case BOOL -> TensorType.BOOL;
      case UINT8 -> TensorType.UINT8;
      default ->
          throw new ProblemException(
              ErrorCode.INVALID_BUNDLE,
              "The graph uses the element type " + info.onnxType + ", which is not supported.");
    };
  }

  static OnnxJavaType javaType(TensorType type) {
    return switch (type) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case INT64 -> OnnxJavaType.INT64;
      case INT32 -> OnnxJavaType.INT32;
      case BOOL -> OnnxJavaType.BOOL;
      case UINT8 -> OnnxJavaType.UINT8;
    };
  }

  /** In graph order. */
  static Map<String, TensorSpec> specs(Map<String, NodeInfo> nodes) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    nodes.forEach((name, node) -> specs.put(name, spec(name, node)));
    return Collections.unmodifiableMap(specs);
  }

  private static TensorSpec spec(String name, NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "'" + name + "' of the graph is not a tensor.");
    }
    return new TensorSpec(name, type(info), Arrays.stream(info.getShape()).boxed().toList());
  }
}
