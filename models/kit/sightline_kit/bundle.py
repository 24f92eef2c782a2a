"""Puts a bundle folder together from trained weights: graphs, tokenizer, atlas, card, manifest; and holds it to PyTorch."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from .atlas import Atlas
from .contrast import ContrastHead
from .export import FILES, export, halve, mask_inputs, parity
from .exported_encoder import ExportedEncoder
from .grammar.fields import WIDTH
from .graphs import Decoder, EmbedTokens, Encoder, TextEmbedding
from .language import LanguageModel
from .language_half import LanguageHalf
from .make_cache import TRUNKS
from .mask_decoder import MaskDecoder
from .pipeline import Pipeline
from .preprocess import SHAPE
from .shipped import bundle_state, graph_state, restore
from .train_trunks import MODELS, load_trunk
from .trunks import widths_in


@dataclass(frozen=True)
class Weights:
    """Where the trained parts lie."""

    lesion: Path
    anatomy: Path
    kinds: Path
    language: Path
    mask_decoder: Path
    contrast: Path
    tokenizer: Path

    @property
    def trunks(self) -> tuple[Path, Path, Path]:
        return self.lesion, self.anatomy, self.kinds

    def load(self) -> Pipeline:
        """All parts in evaluation mode, their weights rounded as they are shipped."""
        half = LanguageHalf()
        half.load_state_dict(torch.load(self.language, map_location="cpu", weights_only=True)["model"])
        decoder = MaskDecoder()
        decoder.load_state_dict(torch.load(self.mask_decoder, map_location="cpu", weights_only=True))
        contrast = ContrastHead()
        contrast.load_state_dict(torch.load(self.contrast, map_location="cpu", weights_only=True))
        encoder = Encoder(*(load_trunk(job, path) for job, path in zip(TRUNKS, self.trunks)), half.findings, half.image, contrast)
        return _pipeline(encoder, half.model, decoder, self.tokenizer)


def load_bundle(folder: Path) -> Pipeline:
    """A shipped bundle as a pipeline: its encoder as the exported graph, the language model and the mask decoder in PyTorch.

    So bundles whose encoder was made by another version of the kit are measured too.

    :raises ValueError: when the language model or the mask decoder is of another architecture
    """
    state, model, decoder = bundle_state(folder), LanguageModel(), MaskDecoder()
    missing = restore(model, state, "model.") + restore(decoder, state, "mask_decoder.")
    if missing:
        raise ValueError(f"{folder} was made by another version of the kit: it lacks {missing[:5]}")
    return Pipeline(ExportedEncoder(folder), model.eval(), decoder.eval(), Tokenizer.from_file(str(folder / "tokenizer.json")))


@cache
def in_worker(folder: Path) -> tuple[Pipeline, Atlas]:
    """A bundle and its atlas, loaded once per process, for processes of one thread that encode many subjects."""
    torch.set_num_threads(1)
    return load_bundle(folder), Atlas.read(folder)


def _pipeline(encoder: Encoder, model: LanguageModel, decoder: MaskDecoder, tokenizer: Path) -> Pipeline:
    halve(encoder, model, decoder)
    return Pipeline(encoder.eval(), model.eval(), decoder.eval(), Tokenizer.from_file(str(tokenizer)))


def write_graphs(weights: Weights, folder: Path, atlas: Path) -> Pipeline:
    """Exports the graphs and copies tokenizer and atlas."""
    pipeline = weights.load()
    export(pipeline.encoder, pipeline.model, pipeline.decoder, folder)
    shutil.copy(weights.tokenizer, folder / "tokenizer.json")
    for name in ("atlas.nii.gz", "atlas.yaml"):
        if atlas.resolve() != folder.resolve():
            shutil.copy(atlas / name, folder / name)
    return pipeline


def check_parity(pipeline: Pipeline, folder: Path, seed: int = 5) -> dict[str, float]:
    """Largest difference of each graph from PyTorch on random inputs of several lengths."""
    g = torch.Generator().manual_seed(seed)
    volumes = [torch.randn(1, 1, *SHAPE, generator=g) for _ in range(4)]
    c = pipeline.model.config

    def step(new: int, past: int) -> tuple[torch.Tensor, ...]:
        cache = [torch.randn(1, c.kv_heads, past, c.head_size, generator=g) for _ in range(2 * c.layers)]
        embeds = torch.randn(1, new, c.width, generator=g)
        return (embeds, torch.ones(1, new + past, dtype=torch.long), torch.arange(past, past + new)[None], *cache)

    return {
        "encoder": parity(pipeline.encoder, folder / FILES["encoder"], [(*volumes, torch.tensor([[1.0, 0.0, 1.0, 1.0]]))]),
        "embed_tokens": parity(EmbedTokens(pipeline.model), folder / FILES["embed_tokens"], [(torch.arange(9)[None],)]),
        "decoder": parity(Decoder(pipeline.model), folder / FILES["decoder"], [step(20, 0), step(1, 20), step(5, 3)]),
        "text_embedding": parity(TextEmbedding(pipeline.encoder.contrast), folder / FILES["text_embedding"], [(torch.randn(1, 9, c.width, generator=g),)]),
        "mask_decoder": parity(pipeline.decoder, folder / FILES["mask_decoder"], [mask_inputs(c.width, p, n) for p, n in ((1, 1), (0, 2), (2, 3))]),
    }


def trunk_of(folder: Path, job: str) -> nn.Module:
    """A trunk of a bundle, of whatever widths, in evaluation mode; what the bundle's version had no use for is left as made.

    :raises ValueError: when the network is of another architecture
    """
    state = graph_state(folder / FILES["encoder"])
    trunk = MODELS[job](widths_in(state, f"{job}.")).eval()
    if missing := [name for name in restore(trunk, state, f"{job}.") if name.startswith(("net.", "head."))]:
        raise ValueError(f"{folder} was made by another version of the kit: its {job} trunk lacks {missing[:5]}")
    return trunk


def store_contrast(folder: Path, path: Path) -> None:
    """The contrastive head of a bundle as `train` of `contrast` writes it."""
    head = ContrastHead()
    restore(head, bundle_state(folder), "contrast.")
    torch.save(head.state_dict(), path)


def store_language(folder: Path, path: Path) -> list[str]:
    """The language half of a bundle as a checkpoint of `train_language`; returns the names of weights that it lacks, which are fresh."""
    state, half = bundle_state(folder), LanguageHalf()
    # Before 0.4 a token of what is told held its own topic alone: such weights stand in other columns now.
    state = {k: v for k, v in state.items() if not (k.startswith("image.fields.") and v.ndim == 2 and v.shape[1] != WIDTH)}
    missing = restore(half, state)
    restore(half.tell, state, "mask_decoder.tell.")
    torch.save({"model": half.state_dict(), "step": 0}, path)
    return missing


def store_findings(language: Path, path: Path) -> None:
    """The finding head out of a checkpoint of `train_language`, as `train_findings` writes it."""
    state = torch.load(language, map_location="cpu", weights_only=True)["model"]
    torch.save({name.removeprefix("findings."): value for name, value in state.items() if name.startswith("findings.")}, path)


def store_mask_decoder(folder: Path, path: Path) -> None:
    """The mask decoder of a bundle as weights of `train_mask_decoder`."""
    decoder = MaskDecoder()
    restore(decoder, bundle_state(folder), "mask_decoder.")
    torch.save(decoder.state_dict(), path)
