"""How the lesion channel bears worse studies: a sequence missing, thick slices, noise; and whether the gates say which sequence counts.

`python -m sightline_kit stress models/brain-mr` prints tables. Subjects come from the label maps never trained on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch

from .data import map_names
from .evaluate_vision import VOXEL_ML, dice
from .labels import SEQUENCES
from .preprocess import normalise
from .prune_bundle import trunks_of
from .synth import sample_subject, wide
from .synth.degradation import thick_slices

SEED = 3_000_017
SLICES_MM = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
NOISE = (0.1, 0.25, 0.5, 1.0)
"""Standard deviations of added noise, as a share of the standard deviation within the head."""


def subjects(count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Images (4, z, y, x) of all sequences without faults, and the lesion mask of 1 mL or more."""
    config = wide(maps=tuple(map_names(held_out=True)), healthy=0.0, misplaced=0.0, slices=0.0, rician=0.0, ghosting=0.0, cut=0.0)
    number = 0
    while count:
        subject = sample_subject(np.random.default_rng([SEED, number]), config, sequences=SEQUENCES)
        number += 1
        if subject.lesions[0].sum() * VOXEL_ML >= 1.0:
            count -= 1
            yield subject.stack(), subject.lesions[0]


def thick(images: np.ndarray, mm: float) -> np.ndarray:
    """Every sequence in contiguous axial slices so thick."""
    return np.stack([normalise(thick_slices(i, 0, mm, mm, mm / 4), i != 0) for i in images])


def noisy(images: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Gaussian noise inside the head; images are z-scores, so that the share is in their own units."""
    return np.stack([normalise(i + share * rng.standard_normal(i.shape, dtype=np.float32), i != 0) for i in images])


def without(names: tuple[str, ...]) -> np.ndarray:
    """`present` (4,) with these sequences missing."""
    return np.array([float(s not in names) for s in SEQUENCES], dtype=np.float32)


def measure(see: Callable[[np.ndarray, np.ndarray], np.ndarray], count: int = 20) -> dict[str, float]:
    """Mean lesion Dice per condition.

    :param see: images (4, z, y, x) and `present` (4,) -> lesion logits (z, y, x)
    """
    out: dict[str, list[float]] = defaultdict(list)
    rng = np.random.default_rng(SEED)
    for images, truth in subjects(count):
        every = without(())

        def score(name: str, shown: np.ndarray, present: np.ndarray) -> None:
            out[name].append(dice(see(shown * present[:, None, None, None], present) > 0, truth))

        score("as drawn", images, every)
        for s in SEQUENCES:
            score(f"without {s}", images, without((s,)))
            score(f"{s} alone", images, without(tuple(o for o in SEQUENCES if o != s)))
        for mm in SLICES_MM:
            score(f"slices of {mm:g} mm", thick(images, mm), every)
        for share in NOISE:
            score(f"noise of {share:g} standard deviations", noisy(images, share, rng), every)
    return {name: float(np.mean(values)) for name, values in out.items()}


def gate_table(found: dict[str, float], gates: np.ndarray) -> list[str]:
    """Rows: sequence, its gate with all present, what leaving it out costs; and the rank correlation of the two."""
    cost = np.array([found["as drawn"] - found[f"without {s}"] for s in SEQUENCES])
    ranks = [np.argsort(np.argsort(x)) for x in (cost, gates)]
    rows = [f"| {s} | {g:.2f} | {c:.3f} |" for s, g, c in zip(SEQUENCES, gates, cost)]
    return ["| Sequence | gate | Dice lost without it |", "|---|---|---|", *rows, "", f"Rank correlation: {np.corrcoef(*ranks)[0, 1]:.2f}."]


def run(bundle: Path, count: int) -> str:
    """Both tables for a bundle's lesion trunk, as Markdown."""
    trunk = trunks_of(bundle)["lesion"]

    def see(images: np.ndarray, present: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return trunk(torch.from_numpy(images)[None], torch.from_numpy(present)[None])[1][0, 0].numpy()

    found = measure(see, count)
    rows = [f"| Lesion Dice of {count} subjects | mean |", "|---|---|", *(f"| {name} | {value:.2f} |" for name, value in found.items())]
    return "\n".join([*rows, "", *gate_table(found, trunk.gates(torch.ones(1, 4))[0].detach().numpy())])
