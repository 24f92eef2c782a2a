"""The mirror image of a cached study: left and right exchanged in what is seen and in what is true.

Deep features are dropped: a network's features do not mirror.
"""

from __future__ import annotations

from dataclasses import fields as fields_of, replace
from typing import Any

import numpy as np

from .cache import Study
from .features import GROUP_COUNT, LESIONS, TOKEN_GRID
from .grammar.facts import GROUPS


def swapped(name: str) -> str:
    """`left frontal lobe` -> `right frontal lobe`; also inside joined or tagged names."""
    marked = name.replace("left", "\0").replace("right", "left")
    return marked.replace("\0", "right")


_ORDER = [list(GROUPS).index(swapped(g)) for g in GROUPS]


def mirror(study: Study) -> Study:
    """A new study; masks and mask-decoder fields are dropped."""
    tokens = {"cells": _cells(study.tokens["cells"]), "deep": np.zeros_like(study.tokens["deep"]), "whole": _whole(study.tokens["whole"]),
              "seats": _seats(study.tokens["seats"])}
    places = {swapped(k): v * np.array([1, 1, -1, 1], dtype=v.dtype) for k, v in study.places.items()}
    return Study(_value(study.facts), study.present, tokens, places, b"")


def _cells(cells: np.ndarray) -> np.ndarray:
    z, y, x = TOKEN_GRID
    grid = cells.reshape(z, y, x, 2 * LESIONS + GROUP_COUNT, 2, 2, 2)[:, :, ::-1, :, :, :, ::-1]
    channels = [*range(LESIONS), *(LESIONS + g for g in _ORDER), *range(LESIONS + GROUP_COUNT, 2 * LESIONS + GROUP_COUNT)]
    return np.ascontiguousarray(grid[:, :, :, channels]).reshape(cells.shape)


def _whole(whole: np.ndarray) -> np.ndarray:
    fixed = 8 + LESIONS
    return np.concatenate([whole[:fixed], whole[fixed:][_ORDER]])


def _seats(seats: np.ndarray) -> np.ndarray:
    out = seats.copy()
    out[:, 2] *= -1
    offset = seats[:, 8 : 8 + 3 * GROUP_COUNT].reshape(LESIONS, GROUP_COUNT, 3)[:, _ORDER] * np.array([1, 1, -1], dtype=seats.dtype)
    out[:, 8 : 8 + 3 * GROUP_COUNT] = offset.reshape(LESIONS, -1)
    out[:, 8 + 3 * GROUP_COUNT :] = seats[:, 8 + 3 * GROUP_COUNT :][:, _ORDER]
    return out


def _value(value: Any) -> Any:
    """Facts with every `left` and `right` exchanged."""
    if isinstance(value, str):
        return swapped(value)
    if isinstance(value, tuple):
        return tuple(_value(v) for v in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(value, **{f.name: _value(getattr(value, f.name)) for f in fields_of(value)})
    return value
