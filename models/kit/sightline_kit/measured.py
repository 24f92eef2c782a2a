"""What the lesion channels measure, as the `measured:` line of a prompt: the server's line, made in the kit for measuring.

See `grammar.evidence` for the form. Parts are 6-connected, places come from the atlas laid over the structures that were
found, so no word of it depends on the language model or the finding head.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .atlas import Atlas, centroids
from .evaluate_vision import VOXEL_ML, tumour_mask
from .labels import LESION_CHANNELS, STRUCTURES

MOST = 6
FOCAL_ML = 0.5
"""Smaller parts are not told of; neither are diffuse findings below this in all."""


def measured(p: np.ndarray, structures: np.ndarray, atlas: Atlas) -> str:
    """The line with its line break, or an empty text.

    :param p: lesion probabilities (6, z, y, x)
    :param structures: structure indices (z, y, x)
    """
    items: list[tuple[float, str]] = []
    sites = _sites(structures, atlas)
    names = {s.value: s.name for s in atlas.sites if s.site != "ventricles"}
    for word, mask in (("mass", tumour_mask(p)), ("enhancement", _channel(p, "enhancing")), ("infarct", _channel(p, "infarct")),
                       ("haemorrhage", _channel(p, "haemorrhage"))):
        marked, count = ndimage.label(mask)
        if not count:
            continue
        sizes = np.bincount(marked.ravel(), minlength=count + 1)[1:] * VOXEL_ML
        largest = int(sizes.argmax())
        if sizes[largest] >= FOCAL_ML:
            place = _place(sites[marked == largest + 1], names)
            items.append((float(sizes.sum()), f"{word} in the {place}" if place else word))
    spots = _channel(p, "wmh").sum() * VOXEL_ML
    if spots >= FOCAL_ML:
        items.append((float(spots), "white-matter hyperintensities"))
    items.sort(key=lambda i: -i[0])
    return "measured: " + "; ".join(text for _, text in items[:MOST]) + "\n" if items else ""


def _channel(p: np.ndarray, name: str) -> np.ndarray:
    return p[LESION_CHANNELS.index(name)] > 0.5


def _sites(structures: np.ndarray, atlas: Atlas) -> np.ndarray:
    """Atlas values on the model grid (z, y, x); zeros where too few structures were found to lay it over."""
    xyz = np.ascontiguousarray(structures.transpose(2, 1, 0))
    grid = np.diag([2.0, 2.0, 2.0, 1.0])
    try:
        return atlas.onto(xyz.shape, grid, centroids(xyz, grid, {s.index: s.id for s in STRUCTURES})).transpose(2, 1, 0)
    except ValueError:
        return np.zeros_like(structures)


def _place(values: np.ndarray, names: dict[int, str]) -> str | None:
    count = np.bincount(values, minlength=max(names) + 1)
    best = max(names, key=lambda v: count[v])
    return names[best] if count[best] else None
