"""MeshNets of brainchop (TensorFlow.js layers-models) as ONNX graphs.

A MeshNet is a stack of dilated 3x3x3 convolutions that keep the grid, each with an activation (mindgrab: instance normalisation
before it), then a 1x1x1 convolution to class logits (Fedorov et al., IJCNN 2017; Masoud et al., JOSS 2023).

brainchop indexes its tensors ``[x, y, z]`` of a volume in LIA; our graphs take ``[1, 1, z, y, x]`` of the same volume, so every
kernel is transposed once, here.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
NORM_EPSILON = 1e-5
_ACTIVATIONS = ("relu", "elu", "gelu")


@dataclass(frozen=True)
class Convolution:
    """One layer.

    :param kernel: float32 ``(out, in, z, y, x)``
    :param bias: float32 ``(out,)`` or None
    :param dilation: the same along each axis; zero padding keeps the grid
    :param normalised: instance normalisation follows (eps 1e-5, no scale)
    :param activation: ``relu``, ``elu``, ``gelu``, or None behind the last layer
    """

    kernel: np.ndarray
    bias: np.ndarray | None
    dilation: int
    normalised: bool
    activation: str | None

    @property
    def reach(self) -> int:
        """Voxels that the layer looks to each side."""
        return self.dilation * (self.kernel.shape[2] // 2)

    @property
    def macs(self) -> int:
        """Multiplications per voxel."""
        return int(self.kernel.size)


@dataclass(frozen=True)
class MeshNet:
    """The layers in order; the last gives the class logits."""

    layers: tuple[Convolution, ...]

    @property
    def classes(self) -> int:
        return int(self.layers[-1].kernel.shape[0])

    @property
    def reach(self) -> int:
        """Radius of the receptive field, voxels; instance normalisation looks at everything beside it."""
        return sum(layer.reach for layer in self.layers)

    @property
    def macs(self) -> int:
        return sum(layer.macs for layer in self.layers)

    @property
    def normalised(self) -> bool:
        return any(layer.normalised for layer in self.layers)

    @property
    def live_channels(self) -> int:
        """Float channels that are alive at once in the widest step: what a layer reads and what it writes."""
        return max(sum(layer.kernel.shape[:2]) for layer in self.layers)


def read(folder: Path) -> MeshNet:
    """Reads ``model.json`` and its weight files.

    :raises ValueError: a layer that is no MeshNet's, or weights that do not fill the topology
    """
    described = json.loads((folder / "model.json").read_text())
    weights = _weights(folder, described["weightsManifest"])
    topology = described["modelTopology"]
    configs = (topology.get("model_config") or topology)["config"]["layers"]
    layers: list[Convolution] = []
    for layer in configs:
        kind, config = layer["class_name"], layer["config"]
        if kind == "Conv3D":
            layers.append(_convolution(config, weights))
        elif kind == "Activation" and layers and config["activation"] in _ACTIVATIONS:
            last = layers.pop()
            layers.append(Convolution(last.kernel, last.bias, last.dilation, last.normalised, config["activation"]))
        elif kind != "InputLayer":
            raise ValueError(f"{folder.name}: a MeshNet has no layer {kind} {config.get('activation', '')}")
    if not layers or layers[-1].activation is not None:
        raise ValueError(f"{folder.name}: the last layer has to give logits")
    return MeshNet(tuple(layers))


def _weights(folder: Path, manifest: list[dict]) -> dict[str, np.ndarray]:
    raw = b"".join((folder / name).read_bytes() for group in manifest for name in group["paths"])
    out: dict[str, np.ndarray] = {}
    offset = 0
    for entry in (w for group in manifest for w in group["weights"]):
        if entry["dtype"] != "float32" or "quantization" in entry:
            raise ValueError(f"{folder.name}: only plain float32 weights are read")
        count = int(np.prod(entry["shape"]))
        out[entry["name"]] = np.frombuffer(raw, "<f4", count, offset).reshape(entry["shape"])
        offset += 4 * count
    if offset != len(raw):
        raise ValueError(f"{folder.name}: {len(raw)} bytes of weights, {offset} used")
    return out


def _convolution(config: dict, weights: dict[str, np.ndarray]) -> Convolution:
    dilation = set(config["dilation_rate"])
    if config["padding"] != "same" or set(config["strides"]) != {1} or len(dilation) != 1 or config["activation"] != "linear":
        raise ValueError(f"layer {config['name']}: a MeshNet keeps its grid and dilates all axes alike")
    kernel = weights[config["name"] + "/kernel"].transpose(4, 3, 2, 1, 0)  # [x, y, z, in, out] -> [out, in, z, y, x]
    bias = weights[config["name"] + "/bias"] if config["use_bias"] else None
    return Convolution(np.ascontiguousarray(kernel), bias, dilation.pop(), config["name"].endswith("_gn"), None)


def write(net: MeshNet, path: Path) -> None:
    """Writes the graph: ``image`` float32 [1, 1, z, y, x] -> ``logits`` float32 [1, classes, z, y, x], any size."""
    builder = _Graph()
    name = "image"
    for number, layer in enumerate(net.layers):
        name = builder.layer(name, number, layer, "logits" if number == len(net.layers) - 1 else f"a{number}")
    grid = ["z", "y", "x"]
    graph = helper.make_graph(
        builder.nodes, "meshnet",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, *grid])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, net.classes, *grid])], builder.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="sightline-kit")
    model.ir_version = 9
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


class _Graph:
    """Nodes and constants of one graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def layer(self, name: str, number: int, layer: Convolution, out: str) -> str:
        """Adds one layer; returns the name of what it gives."""
        inputs = [name, self.constant(f"w{number}", layer.kernel)]
        if layer.bias is not None:
            inputs.append(self.constant(f"b{number}", layer.bias))
        plain = layer.activation is None and not layer.normalised
        made = out if plain else f"c{number}"
        self.nodes.append(helper.make_node("Conv", inputs, [made], dilations=[layer.dilation] * 3,
                                           kernel_shape=list(layer.kernel.shape[2:]), pads=[layer.reach] * 6))
        if layer.normalised:
            channels = layer.kernel.shape[0]
            scale, shift = self.constant(f"s{number}", np.ones(channels, "f4")), self.constant(f"t{number}", np.zeros(channels, "f4"))
            self.nodes.append(helper.make_node("InstanceNormalization", [made, scale, shift], [f"n{number}"], epsilon=NORM_EPSILON))
            made = f"n{number}"
        if layer.activation in ("relu", "elu"):
            self.nodes.append(helper.make_node({"relu": "Relu", "elu": "Elu"}[layer.activation], [made], [out]))
        elif layer.activation == "gelu":
            self.gelu(made, number, out)
        return out

    def gelu(self, x: str, number: int, out: str) -> None:
        """x / 2 * (1 + erf(x / sqrt 2)) in the form that ONNX Runtime fuses; opset 18 has no Gelu."""
        def step(op: str, inputs: list[str], name: str) -> str:
            self.nodes.append(helper.make_node(op, inputs, [name]))
            return name
        root, one, half = self.shared("sqrt2", np.sqrt(2.0)), self.shared("one", 1.0), self.shared("half", 0.5)
        bell = step("Add", [step("Erf", [step("Div", [x, root], f"g{number}d")], f"g{number}e"), one], f"g{number}a")
        step("Mul", [step("Mul", [x, bell], f"g{number}m"), half], out)

    def shared(self, name: str, value: float) -> str:
        if all(c.name != name for c in self.constants):
            self.constant(name, np.array(value, "f4"))
        return name

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value, "f4"), name))
        return name


def run(path: Path, image: np.ndarray, threads: int = 1) -> np.ndarray:
    """Logits float32 ``(classes, z, y, x)`` of an image ``(z, y, x)``."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"image": image[None, None].astype(np.float32)})[0][0]


def numpy_check(models: Path) -> Callable[..., np.ndarray]:
    """``run(folder, volume_xyz, instnorm)`` of the independent check that lies beside the models."""
    spec = importlib.util.spec_from_file_location("verify_meshnet_numpy", models / "verify_meshnet_numpy.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.run


def parity(folder: Path, path: Path, image: np.ndarray) -> float:
    """Largest difference of the graph's logits from the numpy check's on an image ``(z, y, x)``."""
    expected = numpy_check(folder.parent)(str(folder), image.transpose(2, 1, 0), instnorm=read(folder).normalised)
    return float(np.abs(expected.transpose(0, 3, 2, 1) - run(path, image)).max())
