"""Whether smaller numbers pay: the language model's graph in half precision, int8 and 4 bit, beside single precision, in one run.

`python -m sightline_kit variants models/brain-mr` prints size, time a token as a ratio to single precision, and how much of
the greedy text stays the same. Nothing is written into the bundle: what pays is a decision for its manifest.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer

from .export import FILES
from .grammar.write import prompt
from .tokenizer import EOS

PROMPTS = (("T1", "T1C", "T2", "FLAIR"), ("FLAIR",), ("T1",), ("T1", "FLAIR"))
LONGEST = 120
ROUNDS = 5


@dataclass(frozen=True)
class Variant:
    """One way to store the decoder graph, and what was measured of it."""

    name: str
    megabytes: float
    time_ratio: float
    same_tokens: float


def single_precision(path: Path, out: Path) -> Path:
    """The graph as the runtime sees it once loaded: casts and transposes of weights done."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(out)
    onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return out


def int8(single: Path, out: Path) -> Path:
    """Weights in 8 bits, activations quantised as they come."""
    quantize_dynamic(str(single), str(out), weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"])
    return out


def four_bit(single: Path, out: Path) -> Path:
    """Weights of matrix products in blocks of 32 with 4 bits a number."""
    quantizer = MatMulNBitsQuantizer(onnx.load(single), block_size=32, is_symmetric=True, accuracy_level=4)
    quantizer.process()
    onnx.save(quantizer.model.model, str(out))
    return out


class Greedy:
    """Greedy decoding with one graph on random image tokens."""

    def __init__(self, graph: Path, embed: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.model = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self.embed = onnxruntime.InferenceSession(str(embed), options, providers=["CPUExecutionProvider"])
        self.past = [i for i in self.model.get_inputs() if i.name.startswith("past_key_values")]
        self.names = [o.name for o in self.model.get_outputs()]

    def write(self, image: np.ndarray, ids: list[int]) -> tuple[list[int], float]:
        """Token ids, and seconds a token after the prompt."""
        embeds = np.concatenate([image, self._embed(ids)], axis=1)
        cache = {p.name: np.zeros((1, p.shape[1], 0, p.shape[3]), np.float32) for p in self.past}
        out: list[int] = []
        spent, position = 0.0, 0
        while len(out) < LONGEST:
            new = embeds.shape[1]
            feed = {"inputs_embeds": embeds, "attention_mask": np.ones((1, position + new), np.int64),
                    "position_ids": np.arange(position, position + new)[None], **cache}
            began = time.perf_counter()
            found = dict(zip(self.names, self.model.run(None, feed)))
            spent += time.perf_counter() - began if out else 0.0
            cache = {p.name: found[p.name.replace("past_key_values", "present")] for p in self.past}
            position += new
            out.append(int(found["logits"][0, -1].argmax()))
            if out[-1] == EOS:
                break
            embeds = self._embed(out[-1:])
        return out, spent / max(len(out) - 1, 1)

    def _embed(self, ids: list[int]) -> np.ndarray:
        return self.embed.run(None, {"input_ids": np.array([ids], np.int64)})[0]


def image_tokens(bundle: Path, count: int) -> list[np.ndarray]:
    """Image tokens of real and noise images through the bundle's encoder: enough to make the model write."""
    session = onnxruntime.InferenceSession(str(bundle / FILES["encoder"]), providers=["CPUExecutionProvider"])
    rng, out = np.random.default_rng(5), []
    for names in PROMPTS[:count]:
        feed = {i.name: rng.normal(size=i.shape).astype(np.float32) for i in session.get_inputs() if i.name != "present"}
        feed["present"] = np.array([[float(s in names) for s in PROMPTS[0]]], np.float32)
        out.append(session.run(["image_tokens"], feed)[0])
    return out


def compare(bundle: Path) -> list[Variant]:
    """All variants of the bundle's decoder; rounds alternate, so that a busy machine is unfair to none."""
    tokenizer = Tokenizer.from_file(str(bundle / "tokenizer.json"))
    stored, embed = bundle / FILES["decoder"], bundle / FILES["embed_tokens"]
    with tempfile.TemporaryDirectory() as folder:
        single = single_precision(stored, Path(folder) / "single.onnx")
        files = {"single precision": single, "stored in half precision": stored, "int8": int8(single, Path(folder) / "int8.onnx"),
                 "4 bit": four_bit(single, Path(folder) / "four.onnx")}
        makers = {name: Greedy(path, embed) for name, path in files.items()}
        asked = list(zip(image_tokens(bundle, len(PROMPTS)), [tokenizer.encode(prompt(names)).ids for names in PROMPTS]))
        texts: dict[str, list[list[int]]] = {name: [] for name in files}
        times: dict[str, list[float]] = {name: [] for name in files}
        for turn in range(ROUNDS):
            for image, ids in asked:
                for name, maker in makers.items():
                    text, seconds = maker.write(image, ids)
                    times[name].append(seconds)
                    if turn == 0:
                        texts[name].append(text)
        base = statistics.median(times["single precision"])
        return [Variant(name, path.stat().st_size / 1e6, statistics.median(times[name]) / base, _same(texts["single precision"], texts[name]))
                for name, path in files.items()]


def _same(wanted: list[list[int]], found: list[list[int]]) -> float:
    """Share of tokens that stay the same, up to the first that does not."""
    kept = sum(next((i for i, (a, b) in enumerate(zip(w, f)) if a != b), min(len(w), len(f))) for w, f in zip(wanted, found))
    return kept / sum(map(len, wanted))


def run(bundle: Path) -> str:
    """A Markdown table."""
    rows = [f"| {v.name} | {v.megabytes:.1f} | {v.time_ratio:.2f} | {100 * v.same_tokens:.0f} % |" for v in compare(bundle)]
    return "\n".join(["| Decoder | MB | time a token, single precision = 1 | greedy tokens kept |", "|---|---|---|---|", *rows])
