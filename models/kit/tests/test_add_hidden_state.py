"""The output that exporters leave out: found behind a softcap, and equal to what the head multiplies."""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))
import add_hidden_state  # noqa: E402

WIDTH, VOCABULARY = 4, 6


def decoder(head: str) -> onnx.ModelProto:
    """``x`` [B,S,4] -> doubled (the "norm") -> head -> tanh softcap -> ``logits`` [B,S,6]."""
    weights = np.arange(WIDTH * VOCABULARY, dtype=np.float32).reshape(WIDTH, VOCABULARY) / 10
    graph = helper.make_graph(
        [
            helper.make_node("Add", ["x", "x"], ["/model/norm/Mul_1_output_0"]),
            helper.make_node(head, ["/model/norm/Mul_1_output_0", "weights"], ["raw"]),
            helper.make_node("Mul", ["raw", "scale"], ["scaled"]),
            helper.make_node("Tanh", ["scaled"], ["logits"]),
        ],
        "decoder",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["B", "S", WIDTH])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["B", "S", VOCABULARY])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(np.float32(0.5), "scale")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def test_walks_back_over_the_softcap_to_the_head() -> None:
    model = decoder("MatMul")
    assert add_hidden_state.add_hidden_state(model, WIDTH) == "/model/norm/Mul_1_output_0"
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    x = np.array([[[1, 2, 3, 4], [0, -1, 0, 2]]], np.float32)
    hidden, logits = session.run(["last_hidden_state", "logits"], {"x": x})
    np.testing.assert_array_equal(hidden, 2 * x)
    assert logits.shape == (1, 2, VOCABULARY)


def test_refuses_a_graph_that_has_it_already_or_has_no_head() -> None:
    model = decoder("MatMul")
    add_hidden_state.add_hidden_state(model, WIDTH)
    with pytest.raises(ValueError, match="already"):
        add_hidden_state.add_hidden_state(model, WIDTH)
    with pytest.raises(ValueError, match="no MatMul"):
        add_hidden_state.add_hidden_state(decoder("Pow"), WIDTH)
