"""How blood looks by age at 1.5-3 T, relative to white matter (textbook signal of haemoglobin and its products)."""

from __future__ import annotations

import numpy as np

AGES: tuple[str, ...] = ("hyperacute", "acute", "early-subacute", "late-subacute", "chronic")

# age: low and high of T1, T2, FLAIR. Grey matter is 0.66, 1.32, 1.22 and fluid 0.24, 3.9, 0.22.
_CLOT = {
    "hyperacute": ((0.62, 0.82), (1.7, 2.5), (1.4, 2.0)),  # oxyhaemoglobin: iso, bright
    "acute": ((0.58, 0.80), (0.30, 0.60), (0.30, 0.60)),  # deoxyhaemoglobin: iso to dark, dark
    "early-subacute": ((1.35, 1.85), (0.35, 0.65), (0.35, 0.70)),  # methaemoglobin within cells: bright, dark
    "late-subacute": ((1.40, 1.95), (2.1, 3.3), (1.7, 2.5)),  # free methaemoglobin: bright, bright
    "chronic": ((0.36, 0.58), (2.4, 3.5), (0.35, 0.90)),  # a cavity; its rim is haemosiderin
}
_SUBDURAL = {
    **_CLOT,
    "chronic": ((0.45, 0.75), (2.6, 3.5), (1.1, 2.0)),  # fluid rich in protein: brighter than CSF on T1 and FLAIR
}
_RIM = {"hyperacute": 0.35, "acute": 0.0, "early-subacute": 0.0, "late-subacute": 0.7, "chronic": 0.95}


def _draw(rng: np.random.Generator, ranges: tuple[tuple[float, float], ...]) -> dict[str, float]:
    t1, t2, flair = (float(rng.uniform(*r)) for r in ranges)
    return {"T1": t1, "T1C": t1 * float(rng.uniform(0.97, 1.06)), "T2": t2, "FLAIR": flair}


def clot(rng: np.random.Generator, age: str) -> dict[str, float]:
    """Intensities of blood in the brain."""
    return _draw(rng, _CLOT[age])


def subdural(rng: np.random.Generator, age: str) -> dict[str, float]:
    """Intensities of blood in the subdural space."""
    return _draw(rng, _SUBDURAL[age])


def rim(rng: np.random.Generator, age: str) -> dict[str, float] | None:
    """Intensities of a dark rim (deoxygenated at first, haemosiderin in the end), where this haemorrhage has one."""
    return _draw(rng, ((0.45, 0.75), (0.22, 0.5), (0.22, 0.5))) if rng.random() < _RIM[age] else None
