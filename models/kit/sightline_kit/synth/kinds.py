"""What each voxel of a lesion belongs to, finer than the lesion channels: the trunk learns to tell it, for the finding head to read."""

from __future__ import annotations

import numpy as np

from ..preprocess import SHAPE
from .subject import TUMOURS, Lesion

_AGE = {"hyperacute": "acute", "early-subacute": "subacute", "late-subacute": "subacute"}
_AGES = ("acute", "subacute", "chronic")
KINDS: tuple[str, ...] = (
    *TUMOURS, "necrosis", "oedema", "wmh", *(f"infarct-{a}" for a in _AGES), *(f"haemorrhage-{a}" for a in _AGES), "bleed-oedema",
    *(f"subdural-{a}" for a in _AGES),
)
"""A tumour's kind stands for its living core, of whatever enhancement."""


def kind_map(instances: list[Lesion]) -> np.ndarray:
    """uint8 ``(96, 112, 80)``: position in :data:`KINDS` plus one, 0 where there is no lesion."""
    out = np.zeros(SHAPE, dtype=np.uint8)
    layers = zip(*(_layers(lesion) for lesion in instances))
    for kind, mask in (part for layer in layers for part in layer):  # all oedema beneath all cores: neighbours may touch
        out[mask] = KINDS.index(kind) + 1
    return out


def _layers(lesion: Lesion) -> tuple[tuple[str, np.ndarray], ...]:
    """Three masks with their kinds, the lowest first."""
    if lesion.kind in TUMOURS:
        return ("oedema", lesion.mask), (lesion.kind, lesion.core), ("necrosis", lesion.necrosis)
    if lesion.kind.startswith("wmh"):
        return (("wmh", lesion.mask),) * 3
    age = str(lesion.attributes["age"])
    aged = f"{lesion.kind}-{_AGE.get(age, age)}"
    return ((aged, lesion.mask),) * 3 if lesion.blood is None else (("bleed-oedema", lesion.mask), (aged, lesion.blood), (aged, lesion.blood))
