"""Studies on disk for training the language half: truth, facts and fields, small enough to keep a thousand.

A study's masks are kept as packed bits, fields as int8 at 4 mm and for a sample of the 2 mm voxels that favours
regions and their surroundings, so that the mask decoder trains without holding whole volumes.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .atlas import Atlas
from .features import Fields, TokenInputs
from .grammar.facts import GROUPS, Facts
from .grammar.truth import Truth
from .labels import LESION_CHANNELS
from .preprocess import SHAPE
from .synth import Lesion

SCALE = 60.0
VOXELS = 20000
KINDS = ("lesion", "core", "enhancing", "necrosis", "oedema", "wmh", "infarct", "haemorrhage", *GROUPS)
"""What a target can consist of; the language model is taught to say it at each `<seg>`."""
_SAME = {"subdural": "haemorrhage", "bleed-oedema": "oedema", "hippocampus": "left-mesial-temporal", "metastasis": "core", "meningioma": "core"}


@dataclass
class Study:
    """One cached study. Arrays are numpy; see `Fields` for channels."""

    facts: Facts
    present: np.ndarray
    tokens: dict[str, np.ndarray]
    places: dict[str, np.ndarray]
    """Per simple target: soft descriptor (z, y, x in dm from the grid's centre, log1p mL)."""
    truth: bytes
    coarse: np.ndarray | None = None
    deep: np.ndarray | None = None
    voxels: np.ndarray | None = None
    values: np.ndarray | None = None
    practice: tuple[np.ndarray, np.ndarray] | None = None
    """Seats of balls at random places, and their sites: see `practice.practise`."""
    truly: np.ndarray | None = None
    """What each candidate is: see `candidates.truly`."""

    def save(self, path: Path) -> None:
        path.write_bytes(zlib.compress(pickle.dumps(self), 1))

    @staticmethod
    def load(path: Path) -> "Study":
        return pickle.loads(zlib.decompress(path.read_bytes()))

    def inputs(self) -> TokenInputs:
        """Token inputs as a batch of one."""
        return TokenInputs(**{k: torch.from_numpy(v.astype(np.float32))[None] for k, v in self.tokens.items()})

    def unpack(self, atlas: Atlas) -> Truth:
        """The truth with its masks."""
        structures, lesions, sites, sequences, drawn, conditions = pickle.loads(zlib.decompress(self.truth))
        masks = np.unpackbits(lesions).reshape(len(LESION_CHANNELS), *SHAPE).astype(bool)
        none = np.zeros(SHAPE, dtype=bool)
        instances = tuple(
            Lesion(kind, np.unpackbits(mask).reshape(SHAPE).astype(bool), none, none, none, (0, 0, 0), attributes)
            for kind, attributes, mask in drawn
        )
        return Truth(structures, masks, sequences, sites, atlas, instances, conditions)


def pack_truth(truth: Truth) -> bytes:
    """Everything that `Truth.mask` needs; an instance keeps its mask, its parts come from the channels."""
    drawn = [(i.kind, i.attributes, np.packbits(i.mask)) for i in truth.drawn or ()]
    packed = (truth.structures, np.packbits(truth.lesions), truth.sites, truth.sequences, drawn, truth.conditions)
    return zlib.compress(pickle.dumps(packed), 1)


def places(truth: Truth) -> dict[str, np.ndarray]:
    """Descriptors of all simple targets that have voxels."""
    parts = ("lesion", "core", "enhancing", "necrosis", "oedema")
    kinds = [f"{k}:{i}" for i in range(len(truth.tumours)) for k in parts] + (list(parts) if len(truth.tumours) > 1 else [])
    kinds += [f"{k}:{i}" for k, found in truth.others.items() for i in range(len(found))]
    kinds += [f"bleed-oedema:{i}" for i in range(len(truth.others["haemorrhage"]))]
    out = {}
    for target in (*kinds, "wmh", "wmh:left", "wmh:right", *GROUPS):
        mask = truth.mask(target)
        count = int(mask.sum())
        if count:
            out[target] = np.array([*_middle(mask, count), np.log1p(count * 0.008)], dtype=np.float32)
    return out


def _middle(mask: np.ndarray, count: int) -> list[float]:
    out = []
    for axis in range(3):
        along = mask.sum(axis=tuple(a for a in range(3) if a != axis))
        at = (np.arange(mask.shape[axis]) - (mask.shape[axis] - 1) / 2) * 0.02
        out.append(float((along * at).sum() / count))
    return out


def describe(target: str | None, finding: str, table: dict[str, np.ndarray]) -> np.ndarray:
    """What the state at a `<seg>` should tell: kinds (22), there or not (1), middle and log volume (4), as float32 (27,)."""
    out = np.zeros(len(KINDS) + 5, dtype=np.float32)
    parts = (target or finding).split("+")
    for part in parts:
        name = part.partition(":")[0].removesuffix("-side")
        name = _SAME.get(name, name)
        if name in KINDS:
            out[KINDS.index(name)] = 1.0
    known = [table[p] for p in parts if target and p in table]
    if known:
        weight = np.array([np.expm1(k[3]) for k in known])
        out[len(KINDS)] = 1.0
        out[len(KINDS) + 1:-1] = sum(w * k[:3] for w, k in zip(weight, known)) / weight.sum()
        out[-1] = np.log1p(weight.sum()) / 3
    return out


def sample_voxels(truth: Truth, fields: Fields, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Flat indices and sampling weights (each drawn voxel stands for `weight` voxels), strata by interest."""
    suspect = (fields.lesion[0] > -2).any(dim=0).numpy()
    small = np.isin(truth.structures, [i for i in range(32) if (truth.structures == i).sum() < 4000]) & (truth.structures > 0)
    brain = truth.structures > 0
    strata = [truth.lesions[0], suspect & ~truth.lesions[0], small & ~suspect & ~truth.lesions[0]]
    rest = ~(strata[0] | strata[1] | strata[2])
    strata += [rest & brain, rest & ~brain]
    index, weight = [], []
    for mask, share in zip(strata, (0.25, 0.2, 0.15, 0.3, 0.1)):
        found = np.flatnonzero(mask)
        take = min(len(found), int(VOXELS * share))
        if take:
            index.append(rng.choice(found, take, replace=False))
            weight.append(np.full(take, len(found) / take, dtype=np.float32))
    return np.concatenate(index).astype(np.int32), np.concatenate(weight)


def study(truth: Truth, present: np.ndarray, tokens: TokenInputs, fields: Fields | None = None, rng: np.random.Generator | None = None) -> Study:
    """Packs one study; with `fields` also its masks and what else the mask decoder needs."""
    kept = {k: v[0].numpy().astype(np.float16) for k, v in vars(tokens).items()}
    out = Study(truth.facts, present, kept, places(truth), b"" if fields is None else pack_truth(truth))
    if fields is not None and rng is not None:
        index, weight = sample_voxels(truth, fields, rng)
        high = fields.high_res()[0]
        out.coarse = _int8(torch.nn.functional.avg_pool3d(high, 2))
        out.values = _int8(high.flatten(1)[:, torch.from_numpy(index).long()].T)
        out.voxels = np.stack([index.astype(np.float32), weight])
        out.deep = torch.nn.functional.avg_pool3d(fields.deep[0], 2).numpy().astype(np.float16)
    return out


def _int8(x: torch.Tensor) -> np.ndarray:
    return (x * SCALE).round().clamp(-127, 127).to(torch.int8).numpy()
