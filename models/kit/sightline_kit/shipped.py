"""Weights read back from a bundle's ONNX graphs, so that training can go on from what a release ships.

Most weights keep their PyTorch names as initializers. The exporter renames those that it transposes or reshapes (linear
layers, normalisations), but the node that uses one is still named after its module: ``/lesion/net/entry/norm1/Mul``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .trunks import fit_widths

_FIELD = {"MatMul": "weight", "Mul": "weight", "Add": "bias"}


def graph_state(path: Path) -> dict[str, Tensor]:
    """All weights of a graph under their PyTorch names, float32."""
    graph = onnx.load(path).graph
    stored = {i.name.removesuffix(".half"): numpy_helper.to_array(i) for i in graph.initializer}
    out = {name: _tensor(array) for name, array in stored.items() if "::" not in name}
    for node in graph.node:
        field = _FIELD.get(node.op_type.split("_")[0])
        module = ".".join(node.name.strip("/").split("/")[:-1])
        for name in node.input:
            if field and module and "::" in name and name in stored:
                array = stored[name]
                out.setdefault(f"{module}.{field}", _tensor(array.T if node.op_type == "MatMul" else array.reshape(-1)))
    return out


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(array, dtype=np.float32))


def with_weights(graph: Path, out: Path, weights: dict[str, Tensor]) -> None:
    """Writes a graph with other weights under the names that :func:`graph_state` gives them, in the precision of the old ones.

    All else stays as it is. A weight may have another shape where nothing in the graph says its size, as in a pruned block.

    :raises ValueError: when the graph does not store one of them under its own name
    """
    model = onnx.load(graph)
    stored = {i.name.removesuffix(".half"): i for i in model.graph.initializer}
    if missing := sorted(weights.keys() - stored.keys()):
        raise ValueError(f"{graph.name} has no weights named {missing[:3]}")
    for name, weight in weights.items():
        old = stored[name]
        array = weight.detach().cpu().numpy().astype(numpy_helper.to_array(old).dtype)
        old.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array), old.name))
    onnx.save(model, str(out))
    onnx.checker.check_model(str(out))


def bundle_state(folder: Path) -> dict[str, Tensor]:
    """Weights of all trained parts of a bundle: `lesion.*`, `anatomy.*`, `image.*`, `contrast.*`, `model.*`, `mask_decoder.*`."""
    out = graph_state(folder / "encoder.onnx")
    for graph in ("decoder_model_merged", "embed_tokens", "text_embedding"):
        if (folder / f"{graph}.onnx").exists():
            out |= graph_state(folder / f"{graph}.onnx")
    return out | {f"mask_decoder.{k}": v for k, v in graph_state(folder / "mask_decoder.onnx").items()}


def restore(module: nn.Module, state: dict[str, Tensor], prefix: str = "") -> list[str]:
    """Loads what fits into ``module``; returns the names of weights that kept their fresh values.

    A weight with more rows than the stored one (classes were added) takes the stored rows and keeps its own for the rest; more
    columns (inputs were added at the end) count for nothing at first.
    """
    fit_widths(module, state, prefix)
    own, fresh = module.state_dict(), []
    for name, value in own.items():
        given = state.get(prefix + name)
        if given is None or given.ndim != value.ndim or given.shape[2:] != value.shape[2:] or any(g > v for g, v in zip(given.shape, value.shape)):
            fresh.append(name)
        elif value.ndim < 2:
            value[: len(given)].copy_(given)
        else:
            rows, columns = given.shape[:2]
            value[:rows, :columns].copy_(given)
            value[:rows, columns:] = 0
    module.load_state_dict(own)
    return fresh
