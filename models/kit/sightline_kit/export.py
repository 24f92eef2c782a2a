"""Writes the bundle's ONNX graphs and compares each with PyTorch on stored inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from .features import FIELDS
from .graphs import Decoder, EmbedTokens, Encoder, TextEmbedding, decoder_names
from .labels import SEQUENCES
from .language import LanguageModel
from .mask_decoder import MaskDecoder
from .preprocess import SHAPE
from .trunks import DEEP

OPSET = 18
HALF = tuple(n // 2 for n in SHAPE)
HALF_SUFFIX = ".half"
FILES = {"encoder": "encoder.onnx", "embed_tokens": "embed_tokens.onnx", "decoder": "decoder_model_merged.onnx", "mask_decoder": "mask_decoder.onnx",
         "text_embedding": "text_embedding.onnx"}
MASK_INPUTS = ("image_embeddings", "high_res_features_0", "prompt_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input")
MASK_OUTPUTS = ("masks", "iou_predictions", "low_res_masks")


HALVED = 1024
"""Weights of so many numbers and more are stored in half precision; the graphs compute in single precision."""


def halve(*modules: nn.Module) -> None:
    """Rounds large weights in place to what half precision holds, so that PyTorch and the stored graphs agree."""
    for module in modules:
        for p in module.parameters():
            if p.numel() >= HALVED:
                p.data = p.data.half().float()


def export(encoder: Encoder, model: LanguageModel, decoder: MaskDecoder, folder: Path) -> None:
    """Writes all graphs, one file each; large weights are rounded in place, see `halve`."""
    folder.mkdir(parents=True, exist_ok=True)
    halve(encoder, model, decoder)
    c = model.config
    volume = torch.zeros(1, 1, *SHAPE)
    _write(encoder, (volume, volume, volume, volume, torch.tensor([[1.0, 0, 0, 1.0]])), folder / FILES["encoder"],
           [*SEQUENCES, "present"], Encoder.OUTPUTS, {})
    _write(EmbedTokens(model), (torch.zeros(1, 7, dtype=torch.long),), folder / FILES["embed_tokens"],
           ["input_ids"], ["inputs_embeds"], {"input_ids": {1: "S"}, "inputs_embeds": {1: "S"}})
    _write(TextEmbedding(encoder.contrast), (torch.zeros(1, 7, model.config.width),), folder / FILES["text_embedding"],
           ["last_hidden_state"], ["text_embedding"], {"last_hidden_state": {1: "S"}})
    names_in, names_out = decoder_names(c.layers)
    past = [torch.zeros(1, c.kv_heads, 5, c.head_size) for _ in range(2 * c.layers)]
    axes = {"inputs_embeds": {1: "S"}, "attention_mask": {1: "T"}, "position_ids": {1: "S"}, "logits": {1: "S"}, "last_hidden_state": {1: "S"}}
    axes |= {n: {2: "P"} for n in names_in[3:]} | {n: {2: "T"} for n in names_out[1:-1]}
    sample = (torch.zeros(1, 7, c.width), torch.ones(1, 12, dtype=torch.long), torch.arange(5, 12)[None], *past)
    _write(Decoder(model), sample, folder / FILES["decoder"], names_in, names_out, axes)
    axes = {"prompt_embeddings": {1: "P"}, "point_coords": {1: "N"}, "point_labels": {1: "N"}}
    _write(decoder, mask_inputs(c.width, 2, 3), folder / FILES["mask_decoder"], MASK_INPUTS, MASK_OUTPUTS, axes)


def mask_inputs(width: int, prompts: int, points: int, seed: int = 0) -> tuple[Tensor, ...]:
    """Random inputs of the mask decoder."""
    g = torch.Generator().manual_seed(seed)
    return (torch.rand(1, FIELDS + DEEP, *HALF, generator=g), torch.rand(1, FIELDS, *SHAPE, generator=g) * 2 - 1, torch.randn(1, prompts, width, generator=g),
            torch.rand(1, points, 3, generator=g) * 80, torch.tensor([[1.0, 0.0, -1.0][:points]]), torch.randn(1, 1, *HALF, generator=g), torch.zeros(1))


def _write(module: nn.Module, sample: tuple, path: Path, inputs: Sequence[str], outputs: Sequence[str], axes: dict) -> None:
    """Constants are left as they are (the runtime folds them), so that weights keep their names: see `shipped`."""
    module.eval()
    with torch.no_grad():
        made = module(*sample)
        torch.onnx.export(module, sample, str(path), input_names=list(inputs), output_names=list(outputs), dynamic_axes=axes,
                          opset_version=OPSET, dynamo=False, do_constant_folding=False)
    model = onnx.load(path)
    for value, tensor in zip(model.graph.output, made if isinstance(made, tuple) else (made,)):
        _settle(value, tuple(tensor.shape), axes.get(value.name, {}))
    _store_halved(model)
    onnx.save(model, str(path))
    onnx.checker.check_model(str(path))


def _store_halved(model: onnx.ModelProto) -> None:
    """Large float32 weights become float16 ones with a cast back, which the runtime does once, when it loads the graph."""
    casts = []
    for weight in model.graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= HALVED:
            name, half = weight.name, onnx.numpy_helper.to_array(weight).astype(np.float16)
            weight.CopyFrom(onnx.numpy_helper.from_array(half, name + HALF_SUFFIX))
            casts.append(onnx.helper.make_node("Cast", [name + HALF_SUFFIX], [name], name=f"cast of {name}", to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _settle(value: onnx.ValueInfoProto, shape: tuple[int, ...], free: dict[int, str]) -> None:
    """Gives axes that do not vary their size where the tracer made up a name."""
    for axis, dim in enumerate(value.type.tensor_type.shape.dim):
        if dim.dim_param and axis not in free:
            dim.dim_value = shape[axis]


def parity(module: nn.Module, path: Path, samples: Sequence[tuple[Tensor, ...]]) -> float:
    """Largest absolute difference between a graph and its module over the samples."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    worst = 0.0
    for sample in samples:
        with torch.no_grad():
            expected = module(*sample)
        expected = expected if isinstance(expected, tuple) else (expected,)
        given = session.run(None, {n: t.numpy() for n, t in zip(names, sample) if n in names})
        worst = max([worst, *(float(np.abs(e.numpy() - g).max()) for e, g in zip(expected, given) if e.numel())])
    return worst
